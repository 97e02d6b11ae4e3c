package dev.slipway.api.http;

import dev.slipway.api.input.Problem;
import java.io.IOException;
import java.util.List;

/// One row of the route table.
///
/// @param query the query parameters that the handler understands
/// @param errors the form of its refusals
public record Route(
    String method,
    PathPattern path,
    Scope scope,
    BodyKind bodyKind,
    List<String> query,
    Handler handler,
    ErrorRenderer errors) {

  /// The action of a route. It may block.
  @FunctionalInterface
  public interface Handler {
    Reply handle(Request request) throws IOException;
  }

  /// A route that refuses in the form of the management API.
  public static Route of(
      String method,
      String pattern,
      Scope scope,
      BodyKind bodyKind,
      Handler handler,
      String... query) {
    return new Route(
        method,
        PathPattern.of(pattern),
        scope,
        bodyKind,
        List.of(query),
        handler,
        ErrorRenderer.JSON);
  }

  /// The same route, which refuses in another form.
  public Route refusing(ErrorRenderer other) {
    return new Route(method, path, scope, bodyKind, query, handler, other);
  }

  public String pattern() {
    return path.text();
  }

  /// Method and pattern, for people.
  String name() {
    return method + " " + pattern();
  }

  boolean changes() {
    return !method.equals("GET");
  }

  /// The form of refusals that the clients of a route read.
  @FunctionalInterface
  public interface ErrorRenderer {
    /// That of the management API.
    ErrorRenderer JSON = Errors::json;

    Reply render(Problem problem);
  }
}
