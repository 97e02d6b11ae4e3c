package dev.slipway.gateway;

import dev.slipway.gateway.Address.Action;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which methods each kind of path may be called with.
final class Methods {
  /// Of a model's own routes. TRACE would show a caller what proxies add.
  private static final Set<HttpMethod> SYNC =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS);

  private Methods() {}

  /// @param upgrade whether the request asks for a WebSocket
  /// @return null where the method fits
  static @Nullable Refusal unfit(Action action, HttpMethod method, boolean upgrade) {
    boolean get = method.equals(HttpMethod.GET);
    boolean post = method.equals(HttpMethod.POST);
    return switch (action) {
      case PREDICT, WAKE, ASYNC_PREDICT -> post ? null : Refusal.METHOD;
      case WEBSOCKET -> !get ? Refusal.METHOD_READ : upgrade ? null : Refusal.NO_UPGRADE;
      case SYNC -> SYNC.contains(method) ? null : Refusal.METHOD_SYNC;
      case ASYNC_QUEUE_STATUS -> get ? null : Refusal.METHOD_READ;
      case ASYNC_REQUEST -> get || method.equals(HttpMethod.DELETE) ? null : Refusal.METHOD_REQUEST;
    };
  }
}
