package dev.slipway.api.http;

import dev.slipway.api.http.Route.ErrorRenderer;
import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Finds the route of a request. The first pattern that fits wins, with all of its methods, so that
/// `production` can stand before `{deployment_id}`.
public final class Router {
  /// Longest decoded segment of a path, in characters.
  static final int MAX_SEGMENT = 512;

  private final List<Route> table;
  private final Map<Integer, List<Route>> bySegments = new HashMap<>();

  public Router(List<Route> table) {
    this.table = table;
    for (Route route : table) {
      bySegments.computeIfAbsent(route.path().segments().size(), _ -> new ArrayList<>()).add(route);
    }
  }

  /// @param values of the pattern's names
  record Match(Route route, Map<String, String> values) {}

  /// @param path as it was sent, not decoded
  /// @throws Problem where there is no such path, or not with this method
  Match find(String method, String path) {
    List<String> segments = PathPattern.split(path);
    for (Route route : owners(segments)) {
      if (route.method().equals(method)) {
        Map<String, String> values = route.path().values(segments);
        if (values.values().stream().anyMatch(v -> v.length() > MAX_SEGMENT)) {
          throw Problem.notFound(
              "A part of the path is longer than " + MAX_SEGMENT + " characters.");
        }
        return new Match(route, values);
      }
    }
    String allowed = allowed(path);
    throw allowed.isEmpty()
        ? notFound(path)
        : Problem.wrongMethod(
            "%s: not for %s (expected: %s)".formatted(method, Texts.cut(path), allowed));
  }

  private Problem notFound(String path) {
    String notHere = NotHere.sentence(path);
    return Problem.notFound(
        notHere == null ? "There is no " + Texts.cut(path) + "." + slashHint(path) : notHere);
  }

  /// The methods that a path has, for the `Allow` header; empty where there is no such path.
  String allowed(String path) {
    var methods = new TreeSet<String>();
    owners(PathPattern.split(path)).forEach(route -> methods.add(route.method()));
    return String.join(", ", methods);
  }

  /// The routes of the first pattern that fits: `production` is no id, whatever the method.
  private List<Route> owners(List<String> segments) {
    List<Route> rows = bySegments.getOrDefault(segments.size(), List.of());
    for (Route first : rows) {
      if (first.path().fits(segments)) {
        return rows.stream().filter(r -> r.pattern().equals(first.pattern())).toList();
      }
    }
    return List.of();
  }

  /// The form of refusals of a path: that of its routes. A path without a route is answered as its
  /// neighbors are, which begin with the same segment.
  ErrorRenderer errors(String path) {
    List<String> segments = PathPattern.split(path);
    List<Route> owners = owners(segments);
    if (!owners.isEmpty()) {
      return owners.getFirst().errors();
    }
    return table.stream()
        .filter(route -> first(route.path().segments()).equals(first(segments)))
        .map(Route::errors)
        .findFirst()
        .orElse(ErrorRenderer.JSON);
  }

  /// The segment behind the first slash.
  private static String first(List<String> segments) {
    return segments.size() < 2 ? "" : segments.get(1);
  }

  private String slashHint(String path) {
    if (path.length() < 2 || !path.endsWith("/")) {
      return "";
    }
    String shorter = path.substring(0, path.length() - 1);
    return allowed(shorter).isEmpty()
        ? ""
        : " Leave out the slash at its end: " + Texts.cut(shorter) + ".";
  }
}
