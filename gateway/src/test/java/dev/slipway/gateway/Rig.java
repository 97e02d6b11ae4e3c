package dev.slipway.gateway;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.routes.KeyHash;
import dev.slipway.engine.port.routes.KeyRing;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import dev.slipway.engine.port.routes.RouteTable.Target;
import dev.slipway.gateway.settings.GatewayClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A gateway, models behind it, and a table that tests change.
public final class Rig implements AutoCloseable {
  static final String KEY = "abcdefgh.the-rest-of-the-key";
  static final String MODEL = "abc1234";
  static final String PRODUCTION = "production";
  static final Duration PATIENCE = Duration.ofSeconds(20);

  final Vertx vertx;
  final Vertx models;
  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  public final Gateway gateway;

  /// One for all and held here: Vert.x closes a client that is garbage, with its handshakes.
  final WebSocketClient webSockets;

  final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final AtomicLong revision = new AtomicLong();
  private final Map<EnvironmentKey, Routing> environments = new HashMap<>();
  private final Map<String, Target> targets = new HashMap<>();
  private final Map<String, String> development = new HashMap<>();
  private final HashSet<String> modelIds = new HashSet<>();
  private final List<HttpServer> servers = new ArrayList<>();

  public Rig() {
    this(new TestSettings());
  }

  Rig(TestSettings settings) {
    this(settings, InstantSource.system());
  }

  Rig(TestSettings settings, InstantSource instants) {
    this(settings, instants, Transport.nativeTransport());
  }

  Rig(TestSettings prepared, InstantSource instants, Transport transport) {
    var settings = prepared.build();
    vertx =
        Vertx.builder()
            .with(new VertxOptions().setEventLoopPoolSize(Math.max(2, settings.lanes())))
            .withTransport(transport)
            .build();
    models = Vertx.vertx();
    webSockets = models.createWebSocketClient();
    gateway =
        Gateway.start(
            vertx, settings, new GatewayClock(instants, System::nanoTime, new Random(7)), registry);
    modelIds.add(MODEL);
    gateway.apply(ring(key(KEY, ApiKey.Type.WORKSPACE_INVOKE, List.of())));
  }

  static ApiKey key(String raw, ApiKey.Type type, List<String> models) {
    return new ApiKey(
        raw.substring(0, 8), KeyHash.of(raw), null, type, models, "team", Instant.EPOCH);
  }

  static KeyRing ring(ApiKey... keys) {
    var byHash = new HashMap<String, ApiKey>();
    for (var key : keys) {
      byHash.put(key.hash(), key);
    }
    return new KeyRing(byHash);
  }

  /// Starts a server that answers as a replica would.
  public HttpServer serve(Handler<HttpServerRequest> handler) {
    return serve(models.createHttpServer(new HttpServerOptions()).requestHandler(handler));
  }

  HttpServer serve(HttpServer prepared) {
    var server = get(prepared.listen(0, "127.0.0.1"));
    servers.add(server);
    return server;
  }

  public static Endpoint endpoint(String id, HttpServer server) {
    return new Endpoint(id, "127.0.0.1", server.actualPort());
  }

  static Target target(String id, Endpoint... replicas) {
    return target(id, 1_000, Backpressure.QUEUE_ON_FULL, Availability.UP, replicas);
  }

  public static Target target(
      String id,
      int concurrency,
      Backpressure backpressure,
      Availability availability,
      Endpoint... replicas) {
    return new Target(
        id, MODEL, "/predict", concurrency, backpressure, List.of(replicas), availability);
  }

  public Rig with(Target... some) {
    for (var target : some) {
      targets.put(target.deploymentId(), target);
    }
    return this;
  }

  Rig without(String deploymentId) {
    targets.remove(deploymentId);
    return this;
  }

  public Rig developing(String deploymentId) {
    development.put(MODEL, deploymentId);
    return this;
  }

  public Rig production(Split split) {
    return environment(PRODUCTION, split);
  }

  Rig environment(String name, Split split) {
    environments.compute(
        new EnvironmentKey(MODEL, name),
        (_, before) -> (before == null ? Routing.EMPTY : before).to(split));
    return this;
  }

  /// Puts the table as it stands in use.
  ///
  /// @return its revision
  public long apply() {
    long next = revision.incrementAndGet();
    gateway.apply(Routed.table(next, environments, targets, development, modelIds));
    return next;
  }

  boolean applyAndFence() {
    return gateway.awaitQuiescent(apply(), PATIENCE);
  }

  String url(String path) {
    return "http://127.0.0.1:" + gateway.port() + "/model/" + MODEL + path;
  }

  public HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(url(path)))
        .timeout(PATIENCE)
        .header("Authorization", "Api-Key " + KEY);
  }

  HttpResponse<String> predict(String body) {
    return post("/environments/production/predict", body);
  }

  public HttpResponse<String> post(String path, String body) {
    return send(to(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  RawClient raw() {
    return RawClient.to(gateway.port());
  }

  dev.slipway.engine.port.routes.GatewayStats.Served served(String deployment) {
    return gateway.served(new EnvironmentKey(MODEL, PRODUCTION), deployment);
  }

  static <T> T get(io.vertx.core.Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException
        | java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    http.close();
    gateway.close();
    get(vertx.close());
    get(models.close());
  }
}
