package dev.slipway.api.http;

import dev.slipway.api.http.Route.ErrorRenderer;
import dev.slipway.api.input.Problem;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Tells requests for models that they came to the management port, and where inference is: the
/// published command prints the URL of a model with the one port that it knows. All other requests
/// go on.
public final class Misdirected implements Handler<HttpServerRequest> {
  private static final Set<String> FIRST_OF_INFERENCE =
      Set.of(
          "environments",
          "production",
          "development",
          "deployment",
          "predict",
          "async_predict",
          "async_queue_status",
          "async_request",
          "websocket",
          "wake",
          "sync",
          "run_remote",
          "async_run_remote");

  private final Handler<HttpServerRequest> management;
  private final Function<HttpServerRequest, String> inference;
  private final Vertx vertx;

  /// @param inference the URL at which the caller reaches the inference port, without a path
  public Misdirected(
      Handler<HttpServerRequest> management,
      Function<HttpServerRequest, String> inference,
      Vertx vertx) {
    this.management = management;
    this.inference = inference;
    this.vertx = vertx;
  }

  /// The URL of the inference port, as callers of this API reach it.
  ///
  /// @param port where models are served, 1 to 65535
  /// @param fixed null: that port on the host that the caller asked
  public static Function<HttpServerRequest, String> inference(
      int port, @Nullable URI fixed, TrustedProxies proxies) {
    var came = new PublicUrl(null, proxies);
    return request ->
        fixed == null ? PublicUrl.withPort(came.of(request), port) : PublicUrl.base(fixed);
  }

  @Override
  public void handle(HttpServerRequest request) {
    var path = request.path();
    if (path == null || !isInference(request, path)) {
      management.handle(request);
      return;
    }
    var problem =
        Problem.of(
            421,
            "MISDIRECTED_REQUEST",
            "This is the management API. Models are asked on the inference port: %s%s"
                .formatted(inference.apply(request), path));
    new HttpExchange(request, vertx.getOrCreateContext()).refuse(problem, "", ErrorRenderer.JSON);
  }

  private static boolean isInference(HttpServerRequest request, String path) {
    int end = path.indexOf('/', 1);
    var first = path.isEmpty() ? "" : path.substring(1, end < 0 ? path.length() : end);
    if (first.equals("model") && end > 0) {
      return true;
    }
    var authority = request.authority();
    if (authority == null || !FIRST_OF_INFERENCE.contains(first)) {
      return false;
    }
    var host = authority.host().toLowerCase(Locale.ROOT);
    return host.startsWith("model-") || host.startsWith("chain-");
  }
}
