package dev.slipway.api.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The public base URL of this server, in front of the addresses that answers hold: the one that
/// was set, or the one that a trusted proxy says it was called by, or the one under which the
/// caller came. It is written in one way, whoever named it: in lower case, and without the port
/// that its scheme has anyhow. Clients of S3 sign the host in that form, whatever form they were
/// given.
///
/// @param fixed scheme, host and port; null: those under which the caller came
/// @param proxies those whose `X-Forwarded-Proto` and `X-Forwarded-Host` are believed
public record PublicUrl(@Nullable URI fixed, TrustedProxies proxies) {
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}\\])(?::([0-9]{1,5}))?");

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int MAX_PORT = 65_535;

  /// Reads a public URL as a flag has it.
  ///
  /// @throws IllegalArgumentException where it is anything but scheme, host and port
  public static URI parse(String text) {
    try {
      URI url = URI.create(text);
      String path = url.getRawPath();
      boolean bare =
          (path == null || path.isEmpty() || path.equals("/"))
              && url.getRawQuery() == null
              && url.getRawFragment() == null
              && url.getRawUserInfo() == null;
      String scheme = url.getScheme();
      if (bare
          && url.getHost() != null
          && url.getPort() != 0
          && url.getPort() <= MAX_PORT
          && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
        return url;
      }
    } catch (IllegalArgumentException _) {
      // Said below, with what was given.
    }
    throw new IllegalArgumentException(
        "'%s' (expected: http or https, a host and perhaps a port, as https://slipway.example.com)"
            .formatted(text));
  }

  /// A public URL in its one form, without a slash at its end.
  public static String base(URI url) {
    return written("https".equalsIgnoreCase(url.getScheme()), url.getHost(), url.getPort());
  }

  /// @param host an IPv6 address in brackets or without
  /// @param port -1: that of the scheme
  private static String written(boolean https, String host, int port) {
    boolean implied = port < 0 || port == (https ? HTTPS_PORT : HTTP_PORT);
    boolean bare = host.contains(":") && !host.startsWith("[");
    return (https ? "https://" : "http://")
        + (bare ? "[" + host + "]" : host).toLowerCase(Locale.ROOT)
        + (implied ? "" : ":" + port);
  }

  /// The address of another port of the same host.
  public static String withPort(String base, int port) {
    int colon = base.lastIndexOf(':');
    boolean named = colon > base.lastIndexOf(']') && colon > base.indexOf("://") + 2;
    return (named ? base.substring(0, colon) : base) + ":" + port;
  }

  String of(HttpServerRequest request) {
    if (fixed != null) {
      return base(fixed);
    }
    boolean believed =
        request.remoteAddress() != null && proxies.trust(request.remoteAddress().hostAddress());
    String proto = believed ? first(request, "X-Forwarded-Proto") : null;
    boolean https = "https".equals(proto) || (!"http".equals(proto) && request.isSSL());
    String host = believed ? first(request, "X-Forwarded-Host") : null;
    Matcher told = HOST.matcher(host == null ? "" : host);
    if (told.matches()) {
      int port = told.group(2) == null ? -1 : Integer.parseInt(told.group(2));
      if (port != 0 && port <= MAX_PORT) {
        return written(https, told.group(1), port);
      }
    }
    return authority(request, https);
  }

  private static String authority(HttpServerRequest request, boolean https) {
    HostAndPort came = request.authority();
    if (came != null) {
      return written(https, came.host(), came.port() > 0 ? came.port() : -1);
    }
    var here = request.localAddress();
    return written(https, here.hostAddress(), here.port());
  }

  /// What the outermost proxy says: each appends what it was called by.
  private static @Nullable String first(HttpServerRequest request, String header) {
    String all = request.getHeader(header);
    if (all == null) {
      return null;
    }
    int comma = all.indexOf(',');
    return (comma < 0 ? all : all.substring(0, comma)).strip();
  }
}
