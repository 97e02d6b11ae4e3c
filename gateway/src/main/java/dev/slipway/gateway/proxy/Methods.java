package dev.slipway.gateway.proxy;

import dev.slipway.gateway.error.ErrorAnswer;
import dev.slipway.gateway.route.Address.Action;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The methods that each kind of path may be called with.
final class Methods {
  /// Those of a model's own routes. TRACE would show a caller what proxies add.
  static final List<HttpMethod> SYNC =
      List.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.POST,
          HttpMethod.PUT,
          HttpMethod.PATCH,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS);

  private static final Set<HttpMethod> SYNC_SET = Set.copyOf(SYNC);

  private Methods() {}

  /// @param upgrade whether the request asks for a WebSocket
  /// @return null where the method fits
  static @Nullable ErrorAnswer unfit(Action action, HttpMethod method, boolean upgrade) {
    boolean get = method.equals(HttpMethod.GET);
    boolean post = method.equals(HttpMethod.POST);
    return switch (action) {
      case PREDICT, WAKE, ASYNC_PREDICT -> post ? null : ProxyErrors.ONLY_POST;
      case WEBSOCKET -> !get ? ProxyErrors.ONLY_GET : upgrade ? null : ProxyErrors.NO_UPGRADE;
      case SYNC -> SYNC_SET.contains(method) ? null : ProxyErrors.ONLY_SYNC;
      case ASYNC_QUEUE_STATUS -> get ? null : ProxyErrors.ONLY_GET;
      case ASYNC_REQUEST ->
          get || method.equals(HttpMethod.DELETE) ? null : ProxyErrors.ONLY_GET_OR_DELETE;
    };
  }
}
