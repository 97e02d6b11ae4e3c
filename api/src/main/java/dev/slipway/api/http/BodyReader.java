package dev.slipway.api.http;

import dev.slipway.api.input.Fields;
import dev.slipway.api.input.Json;
import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Texts;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Checks and parses a body as its route takes it.
final class BodyReader {
  private static final JsonNode EMPTY = Json.stored("{}");

  private BodyReader() {}

  /// The declared length of a body; 0 where none is declared.
  ///
  /// @throws Problem where it is over the route's limit
  static void checkLength(HttpServerRequest request, Route route) {
    String declared = request.getHeader("Content-Length");
    if (declared != null && route.bodyKind() != BodyKind.BYTES) {
      boolean fits = declared.length() < 10 && declared.chars().allMatch(Character::isDigit);
      if (!fits || Integer.parseInt(declared) > route.bodyKind().limit()) {
        throw tooLarge(route);
      }
    }
  }

  static Problem tooLarge(Route route) {
    return Problem.tooLarge(
        "body: larger than %d bytes (expected: at most that for %s %s)"
            .formatted(route.bodyKind().limit(), route.method(), route.pattern()));
  }

  /// @return null where the route takes no JSON
  static @Nullable JsonNode json(HttpServerRequest request, Route route, byte[] body) {
    return switch (route.bodyKind()) {
      case NOTHING, BYTES -> null;
      case COMMAND -> command(request, body);
      case OPTIONAL -> body.length == 0 ? EMPTY : typed(request, body);
      case JSON, CONFIG -> {
        if (body.length == 0) {
          throw Problem.invalid("body: missing (expected: a JSON object)");
        }
        yield typed(request, body);
      }
    };
  }

  private static JsonNode command(HttpServerRequest request, byte[] body) {
    JsonNode given = body.length == 0 ? EMPTY : typed(request, body);
    if (!given.isObject() || !given.isEmpty()) {
      throw Fields.wrong("body", given, "none, or {}");
    }
    return given;
  }

  private static JsonNode typed(HttpServerRequest request, byte[] body) {
    String type = request.getHeader("Content-Type");
    if (type != null && !isJson(type)) {
      throw Problem.wrongType(
          "Content-Type: %s (expected: application/json)".formatted(Texts.cut(type)));
    }
    return Json.parse(body);
  }

  private static boolean isJson(String type) {
    String[] parts = type.toLowerCase(Locale.ROOT).split(";", 2);
    String charset = parts.length < 2 ? "" : parts[1].replace(" ", "").replace("\"", "");
    boolean utf8 = !charset.startsWith("charset=") || charset.equals("charset=utf-8");
    return parts[0].strip().equals("application/json") && utf8;
  }
}
