package dev.slipway.gateway.async;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.domain.async.AsyncReply;
import dev.slipway.domain.async.AsyncTarget;
import dev.slipway.engine.port.Predictions;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.routes.KeyHash;
import dev.slipway.engine.port.routes.KeyRing;
import dev.slipway.gateway.proxy.Headers;
import dev.slipway.gateway.route.Address;
import dev.slipway.gateway.route.CompiledTable;
import dev.slipway.gateway.route.DeploymentRoute;
import dev.slipway.gateway.route.Refused;
import dev.slipway.gateway.route.Resolved;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Sends asynchronous requests through the inference port itself: so they are picked, leased,
/// fenced and counted as all others are. A key of this process, made at its start, lets them in.
public final class Loopback implements Predictions, AutoCloseable {
  /// The most bytes of an answer that are kept for a webhook.
  static final int MAX_OUTPUT = 4 * 1024 * 1024;

  /// The header that names the asynchronous request; ignored unless the process's own key comes
  /// with it.
  static final CharSequence ASYNC_ID = HttpHeaders.createOptimized("x-slipway-async-request");

  private static final int EXCERPT_BYTES = 1_000;
  private static final int SECRET_BYTES = 32;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Supplier<CompiledTable> table;
  private final Port port;
  private final String authorization;
  private final ApiKey key;
  private final OwnCertificates own = new OwnCertificates();
  private final LazyClient client = new LazyClient(this::prepared);

  /// The inference port as this process reaches it.
  ///
  /// @param host that the gateway listens on
  /// @param number known once it listens
  /// @param certificate null: the port is not encrypted
  public record Port(String host, IntSupplier number, @Nullable X509Certificate certificate) {}

  public Loopback(Supplier<CompiledTable> table, Port port, RandomGenerator random) {
    this.table = table;
    this.port = port;
    if (port.certificate() != null) {
      trust(port.certificate());
    }
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    var raw = "loopback." + HexFormat.of().formatHex(secret);
    authorization = "Api-Key " + raw;
    key =
        new ApiKey(
            "loopback",
            KeyHash.of(raw),
            null,
            ApiKey.Type.WORKSPACE_INVOKE,
            List.of(),
            "",
            Instant.EPOCH);
  }

  private HttpClient.Builder prepared(HttpClient.Builder builder) {
    var plain = builder.version(HttpClient.Version.HTTP_1_1);
    return port.certificate() == null ? plain : plain.sslContext(own.context());
  }

  /// The inference port may show this certificate from now on.
  public void trust(X509Certificate certificate) {
    own.add(certificate);
  }

  /// `ring` and this process's own key.
  public KeyRing with(KeyRing ring) {
    var all = new HashMap<>(ring.byHash());
    all.put(key.hash(), key);
    return new KeyRing(all);
  }

  /// The id of the asynchronous request that `request` carries; null: a client sent it.
  @Nullable String idOf(HttpServerRequest request) {
    var id = request.getHeader(ASYNC_ID);
    if (id == null) {
      return null;
    }
    var sent = request.getHeader(HttpHeaders.AUTHORIZATION);
    return sent != null
            && MessageDigest.isEqual(sent.getBytes(UTF_8), authorization.getBytes(UTF_8))
        ? id
        : null;
  }

  @Override
  public Room room(AsyncTarget target) {
    return switch (Resolved.of(table.get(), address(target))) {
      case Refused _ -> new Room(0, true);
      case Resolved.Split split -> room(split.greater().route());
      case Resolved.Sole(var side) -> room(side.route());
    };
  }

  private static Room room(DeploymentRoute route) {
    return new Room(route.parking().waiting() > 0 ? 0 : route.free(), route.isEmpty());
  }

  private static Address address(AsyncTarget target) {
    return switch (target) {
      case AsyncTarget.OfEnvironment(var model, var name) ->
          predict(model, Address.Kind.ENVIRONMENT, name);
      case AsyncTarget.OfDeployment(var model, var id) ->
          predict(model, Address.Kind.DEPLOYMENT, id);
      case AsyncTarget.OfDevelopment(var model) -> predict(model, Address.Kind.DEVELOPMENT, "");
    };
  }

  private static Address predict(String model, Address.Kind kind, String name) {
    return new Address(model, kind, name, Address.Action.PREDICT, "", "");
  }

  @Override
  public Reply predict(AsyncTarget target, String requestId, byte[] input, boolean keep) {
    var request =
        HttpRequest.newBuilder(uri(target))
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .header(ASYNC_ID.toString(), requestId)
            .POST(HttpRequest.BodyPublishers.ofByteArray(input))
            .build();
    try {
      var response = client.get().send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        return reply(response, body, keep);
      }
    } catch (IOException e) {
      return without(new AsyncReply.Broken("The connection broke before the answer's end."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return without(new AsyncReply.Broken("The server stops."));
    }
  }

  private static Reply reply(HttpResponse<?> response, InputStream body, boolean keep)
      throws IOException {
    int status = response.statusCode();
    var deployment = response.headers().firstValue(Headers.DEPLOYMENT.toString()).orElse(null);
    if (deployment == null) {
      return without(new AsyncReply.NotServed(status, AsyncText.refusal(excerpt(body))));
    }
    if (status < 200 || status >= 300) {
      return without(new AsyncReply.Answered(deployment, status, excerpt(body)));
    }
    var answered = new AsyncReply.Answered(deployment, status, "");
    if (!keep) {
      var _ = body.transferTo(OutputStream.nullOutputStream());
      return without(answered);
    }
    byte[] output = body.readNBytes(MAX_OUTPUT + 1);
    return output.length > MAX_OUTPUT
        ? without(new AsyncReply.TooLong(deployment, MAX_OUTPUT))
        : new Reply(answered, ByteBuffer.wrap(output));
  }

  private static Reply without(AsyncReply outcome) {
    return new Reply(outcome, NOTHING);
  }

  private static String excerpt(InputStream body) throws IOException {
    return new String(body.readNBytes(EXCERPT_BYTES), UTF_8).strip();
  }

  private URI uri(AsyncTarget target) {
    var host = port.host();
    var to =
        switch (host) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::", "[::]" -> "[::1]";
          default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    var path =
        switch (target) {
          case AsyncTarget.OfEnvironment(_, var name) -> "/environments/" + segment(name);
          case AsyncTarget.OfDeployment(_, var deployment) -> "/deployment/" + segment(deployment);
          case AsyncTarget.OfDevelopment _ -> "/development";
        };
    return URI.create(
        "%s://%s:%d/model/%s%s/predict"
            .formatted(
                port.certificate() == null ? "http" : "https",
                to,
                port.number().getAsInt(),
                segment(target.modelId()),
                path));
  }

  private static String segment(String name) {
    return URLEncoder.encode(name, UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    client.close();
  }
}
