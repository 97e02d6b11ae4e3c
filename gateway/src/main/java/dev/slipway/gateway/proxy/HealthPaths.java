package dev.slipway.gateway.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/// The paths by which a balancer in front of the inference port asks how it is, without a key:
/// `/healthz` answers as long as the process does, `/readyz` until the server begins to stop.
final class HealthPaths {
  private static final String ALIVE = "/healthz";
  private static final String READY = "/readyz";

  private HealthPaths() {}

  /// Answers a request whose path leads to no model, where it is one of these.
  ///
  /// @param path as it was sent
  /// @return whether it was
  static boolean answered(
      String path, HttpServerRequest request, Answers answers, ExchangeEnd end) {
    boolean ready = path.equals(READY);
    if (!ready && !path.equals(ALIVE)) {
      return false;
    }
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      end.refuse(ProxyErrors.ONLY_GET);
    } else if (ready && answers.isClosing()) {
      end.refuse(ProxyErrors.STOPPING);
    } else {
      end.answer(200, Buffer.buffer("{\"status\":\"" + (ready ? "ready" : "ok") + "\"}"));
    }
    return true;
  }
}
