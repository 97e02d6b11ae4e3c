package dev.slipway.api.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// The public base URL of this server, in front of the addresses that answers hold.
///
/// @param fixed null: those under which the caller came
public record PublicUrl(@Nullable URI fixed) {
  /// The address of another port of the same host.
  public static String withPort(String base, int port) {
    int colon = base.lastIndexOf(':');
    boolean named = colon > base.lastIndexOf(']') && colon > base.indexOf("://");
    return (named ? base.substring(0, colon) : base) + ":" + port;
  }

  String of(HttpServerRequest request) {
    if (fixed != null) {
      String url = fixed.toString();
      return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
    HostAndPort came = request.authority();
    String scheme = request.isSSL() ? "https://" : "http://";
    if (came != null) {
      return scheme + came.host() + (came.port() > 0 ? ":" + came.port() : "");
    }
    var here = request.localAddress();
    return scheme + here.hostAddress() + ":" + here.port();
  }
}
