package dev.slipway.gateway.route;

/// The host and the path of a request whose target is a whole URL (RFC 9112 section 3.2.2): what a
/// client sends that takes the gateway for a proxy.
///
/// @param host takes the place of the Host field
/// @param path with its query; begins with a slash
public record RequestTarget(String host, String path) {
  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";

  /// @param host of the Host field, which counts where `uri` is no URL
  /// @param uri as it stands in the request line
  public static RequestTarget of(String host, String uri) {
    int start =
        uri.regionMatches(true, 0, HTTP, 0, HTTP.length())
            ? HTTP.length()
            : uri.regionMatches(true, 0, HTTPS, 0, HTTPS.length()) ? HTTPS.length() : 0;
    if (start == 0) {
      return new RequestTarget(host, uri);
    }
    int end = start;
    while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
      end++;
    }
    var authority = uri.substring(start, end);
    var rest = uri.substring(end);
    return new RequestTarget(
        authority.substring(authority.lastIndexOf('@') + 1),
        rest.startsWith("/") ? rest : "/" + rest);
  }
}
