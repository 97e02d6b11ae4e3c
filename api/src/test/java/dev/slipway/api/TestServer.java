package dev.slipway.api;

import dev.slipway.api.http.Errors;
import dev.slipway.api.http.Route;
import dev.slipway.api.input.Json;
import dev.slipway.engine.Engine;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.DiskSpace;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.testkit.fake.CountingTelemetry;
import dev.slipway.testkit.fake.FakeRoutes;
import dev.slipway.testkit.fake.FakeRuntime;
import dev.slipway.testkit.fake.ManualTime;
import dev.slipway.testkit.memory.MemoryStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// A real management API on a port of its own, on a real engine that has fakes around it.
public final class TestServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TestServer.class);

  public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  public static final long MAX_ARCHIVE = 1_000_000;
  public static final int INFERENCE_PORT = 9090;
  private static final int TURNS = 8;

  public final MemoryStore store = new MemoryStore();
  public final ManualTime time = new ManualTime(START);
  public final FakeRuntime runtime = new FakeRuntime(time).allAtOnce();
  public final FakeRoutes routes = new FakeRoutes();
  public volatile @Nullable String notReady;

  /// The room on the disk, as the server sees it.
  public volatile DiskSpace disk = Disk.UNWATCHED.space();

  public final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  public final Engine engine;
  public final String key;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ManagementApi api;
  private final Path uploads;
  private volatile @Nullable Callable<?> holding;

  public TestServer(Path uploads) {
    this(uploads, "127.0.0.1");
  }

  public TestServer(Path uploads, String host) {
    this(uploads, ApiSettings.on(host, 0));
  }

  /// @param given for all but the largest archive
  public TestServer(Path uploads, ApiSettings given) {
    var random = new Random(7);
    engine =
        Engine.on(
            new Engine.Ports(
                store, runtime, routes, routes, new CountingTelemetry(), new Ids(random), time));
    engine.access().load();
    key = newKey(ApiKey.Type.PERSONAL);
    var settings =
        new ApiSettings(given.listener(), given.front(), MAX_ARCHIVE, given.names(), given.rates());
    api =
        ManagementApi.start(
            settings,
            new ManagementApi.Parts(
                vertx,
                new ManagementApi.Backend(engine, runtime, INFERENCE_PORT),
                uploads,
                time,
                random,
                new ManagementApi.Operations(metrics, this::readiness, () -> disk, LOG)));
    this.uploads = uploads;
  }

  private @Nullable String readiness() {
    Callable<?> hold = holding;
    if (hold != null) {
      try {
        hold.call();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    return notReady;
  }

  /// From now on readiness is asked of `hold` first, which may wait.
  public void holdReadiness(Callable<?> hold) {
    holding = hold;
  }

  /// Starts another server on the port of this one.
  public void second(Vertx other) {
    ManagementApi.start(
        ApiSettings.on("127.0.0.1", port()),
        new ManagementApi.Parts(
            other,
            new ManagementApi.Backend(engine, runtime, INFERENCE_PORT),
            uploads,
            time,
            new Random(8),
            new ManagementApi.Operations(metrics, () -> notReady, () -> disk, LOG)));
  }

  public String newKey(ApiKey.Type type) {
    var team = engine.access().workspace().teamId();
    return Errors.value(
            engine.access().create(null, type, List.of(), team, AuditEvent.Actor.SYSTEM))
        .secret();
  }

  public List<Route> routes() {
    return api.routes();
  }

  public int port() {
    return api.port();
  }

  public String base() {
    return "http://127.0.0.1:" + port();
  }

  /// An answer with its body.
  public record Got(int status, String text, HttpResponse<String> raw) {
    public JsonNode json() {
      return Json.stored(text);
    }

    /// The text of a field, which must be there; JSON where it is no text.
    public String at(String pointer) {
      JsonNode field = json().requiredAt(pointer);
      return field.isString() ? field.stringValue() : field.toString();
    }

    public String message() {
      return at("/message");
    }

    public String type() {
      return raw.headers().firstValue("Content-Type").orElse("");
    }
  }

  public Got get(String path) {
    return call("GET", path, null);
  }

  public Got post(String path) {
    return call("POST", path, null);
  }

  public Got post(String path, String body) {
    return call("POST", path, body);
  }

  public Got patch(String path, String body) {
    return call("PATCH", path, body);
  }

  public Got delete(String path) {
    return call("DELETE", path, null);
  }

  public Got call(String method, String path, @Nullable String body) {
    var request = request(method, path, body).header("Authorization", "Api-Key " + key);
    return send(body == null ? request : request.header("Content-Type", "application/json"));
  }

  public HttpRequest.Builder request(String method, String path, @Nullable String body) {
    var target = URI.create(path.startsWith("http") ? path : base() + path);
    return HttpRequest.newBuilder(target)
        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  public Got send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      return new Got(answer.statusCode(), answer.body(), answer);
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  public HttpClient http() {
    return http;
  }

  /// Lets the engine do what there is to do.
  public void settle() {
    for (int i = 0; i < TURNS; i++) {
      engine.worker().turn();
    }
  }

  /// A model with one deployment that serves production.
  ///
  /// @return the model's id
  public String model(String name) {
    var made = post("/v1/models", Bodies.model(name));
    if (made.status() != 200) {
      throw new AssertionError(made.text());
    }
    settle();
    return made.at("/model/id");
  }

  /// A further deployment, ready.
  ///
  /// @return its id
  public String deployment(String model) {
    var made = post("/v1/models/" + model + "/deployments", Bodies.deployment());
    if (made.status() != 200) {
      throw new AssertionError(made.text());
    }
    settle();
    return made.at("/deployment/id");
  }

  @Override
  public void close() throws Exception {
    http.close();
    api.close();
    vertx.close().await();
    engine.worker().close();
    runtime.close();
    store.close();
  }
}
