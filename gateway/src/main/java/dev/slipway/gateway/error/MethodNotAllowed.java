package dev.slipway.gateway.error;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.stream.Collectors;

/// The answer to a method that the path does not have: 405, with those that it has in Allow.
public final class MethodNotAllowed extends ErrorAnswer {
  private final String allow;

  /// @param allowed in the order in which they are named
  public MethodNotAllowed(List<HttpMethod> allowed) {
    super(405, Code.CLIENT_ERROR, "Method not allowed", "Use " + sentence(allowed) + " here.");
    allow = allowed.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
  }

  private static String sentence(List<HttpMethod> allowed) {
    int last = allowed.size() - 1;
    var first =
        allowed.stream().limit(last).map(HttpMethod::name).collect(Collectors.joining(", "));
    return first.isEmpty() ? allowed.getFirst().name() : first + " or " + allowed.get(last).name();
  }

  /// The value of the header field Allow.
  public String allow() {
    return allow;
  }
}
