package dev.slipway.cli.client;

import dev.slipway.cli.host.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the addresses that people give, and builds the paths of calls.
public final class Urls {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  /// Characters of an upload's key that are shown.
  private static final int SHOWN = 4;

  private Urls() {}

  /// @param what names the option in the error
  /// @return scheme, host and port alone
  static URI base(String what, String text) {
    try {
      var uri = new URI(text.strip());
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      String path = Objects.requireNonNullElse(uri.getRawPath(), "");
      if (web && uri.getHost() != null && (path.isEmpty() || path.equals("/"))) {
        return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null);
      }
    } catch (URISyntaxException _) {
      // The one message below serves for this, too.
    }
    throw Failure.usage(
        what
            + ": '"
            + text
            + "' (expected: http://HOST:PORT or https://HOST[:PORT], without a path)");
  }

  static boolean isLoopback(URI uri) {
    return uri.getHost() != null && LOOPBACK.contains(uri.getHost());
  }

  static boolean sameOrigin(URI a, URI b) {
    return Objects.equals(a.getScheme(), b.getScheme())
        && Objects.equals(a.getHost(), b.getHost())
        && port(a) == port(b);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
  }

  /// An address of an upload for people to read: who has the end of its path may use it.
  static String withoutSecret(URI upload) {
    String path = Objects.requireNonNullElse(upload.getRawPath(), "");
    int end = Math.min(path.length(), path.lastIndexOf('/') + 1 + SHOWN);
    return upload.getScheme() + "://" + upload.getRawAuthority() + path.substring(0, end) + "…";
  }

  /// One segment of a path, escaped.
  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  public static String query(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  public static String model(String model) {
    return "/v1/models/" + segment(model);
  }

  public static String deployment(String model, String deployment) {
    return model(model) + "/deployments/" + segment(deployment);
  }

  public static String environment(String model, String environment) {
    return model(model) + "/environments/" + segment(environment);
  }

  public static String promote(String model, String environment) {
    return environment(model, environment) + "/promote";
  }

  /// @param reason null: none
  public static String cancel(String model, String environment, @Nullable String reason) {
    return environment(model, environment)
        + "/cancel_promotion"
        + (reason == null ? "" : "?reason=" + query(reason));
  }

  public static String promotions(String model, String environment) {
    return environment(model, environment) + "/promotions";
  }

  static String promotion(String model, String environment, String promotion) {
    return promotions(model, environment) + "/" + segment(promotion);
  }
}
