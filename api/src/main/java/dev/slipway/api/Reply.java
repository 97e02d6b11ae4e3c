package dev.slipway.api;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// The answer to one request.
sealed interface Reply {
  String JSON = "application/json";

  int status();

  String contentType();

  /// @param headers further ones
  record Whole(int status, String contentType, byte[] body, Map<String, String> headers)
      implements Reply {}

  /// @param length of the body in bytes; below 0: not known
  record Streamed(int status, String contentType, long length, Content content) implements Reply {}

  /// Writes a body. It is called once.
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  static Reply ok(Object body) {
    return json(200, body);
  }

  static Reply json(int status, Object body) {
    return new Whole(status, JSON, Json.write(body), Map.of());
  }

  default Reply with(String header, String value) {
    return switch (this) {
      case Whole w -> new Whole(w.status(), w.contentType(), w.body(), Map.of(header, value));
      case Streamed s -> s;
    };
  }
}
