package dev.slipway.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Finds the route of a request. The first row that fits wins, so that `production` can stand
/// before `{deployment_id}`.
final class Router {
  /// Longest decoded segment of a path, in characters.
  static final int MAX_SEGMENT = 512;

  private final Map<Integer, List<Route>> bySegments = new HashMap<>();

  Router(List<Route> table) {
    for (Route route : table) {
      bySegments.computeIfAbsent(route.segments().size(), _ -> new ArrayList<>()).add(route);
    }
  }

  /// @param values of the pattern's names
  record Match(Route route, Map<String, String> values) {}

  /// @param path as it was sent, not decoded
  /// @throws Problem where there is no such path, or not with this method
  Match find(String method, String path) {
    List<String> segments = List.of(path.split("/", -1));
    for (Route route : bySegments.getOrDefault(segments.size(), List.of())) {
      Map<String, String> values = route.method().equals(method) ? route.match(segments) : null;
      if (values != null) {
        if (values.values().stream().anyMatch(v -> v.length() > MAX_SEGMENT)) {
          throw Problem.notFound(
              "A part of the path is longer than " + MAX_SEGMENT + " characters.");
        }
        return new Match(route, values);
      }
    }
    String allowed = allowed(path);
    throw allowed.isEmpty()
        ? Problem.notFound("There is no " + Texts.cut(path) + "." + slashHint(path))
        : Problem.wrongMethod(
            "%s: not for %s (expected: %s)".formatted(method, Texts.cut(path), allowed));
  }

  /// The methods that a path has, for the `Allow` header; empty where there is no such path.
  String allowed(String path) {
    List<String> segments = List.of(path.split("/", -1));
    var methods = new TreeSet<String>();
    for (Route route : bySegments.getOrDefault(segments.size(), List.of())) {
      if (route.match(segments) != null) {
        methods.add(route.method());
      }
    }
    return String.join(", ", methods);
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
