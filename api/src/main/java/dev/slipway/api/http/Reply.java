package dev.slipway.api.http;

import dev.slipway.api.input.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// The answer to one request: whole, streamed, or long-lived.
public sealed interface Reply {
  String JSON = "application/json";

  int status();

  String contentType();

  /// @param headers further ones
  record Whole(int status, String contentType, Buffer body, Map<String, String> headers)
      implements Reply {}

  /// @param length of the body in bytes; below 0: not known
  record Streamed(int status, String contentType, long length, Content content) implements Reply {}

  /// A long-lived response, which no longer counts as a request in progress.
  ///
  /// @param place to be closed when it has ended
  record Live(
      String contentType, Map<String, String> headers, Script script, LongResponses.Place place)
      implements Reply {
    @Override
    public int status() {
      return 200;
    }
  }

  /// Writes a long-lived response. It is called at most once.
  @FunctionalInterface
  interface Script {
    void play(StreamClient streamClient) throws IOException;
  }

  /// Writes a body. It is called once.
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  static Reply ok(Object body) {
    return json(200, body);
  }

  static Reply json(int status, Object body) {
    return new Whole(status, JSON, Buffer.buffer(Json.write(body)), Map.of());
  }

  private static Map<String, String> added(Map<String, String> to, String header, String value) {
    var all = new LinkedHashMap<>(to);
    all.put(header, value);
    return all;
  }

  default Reply with(String header, String value) {
    return switch (this) {
      case Whole w ->
          new Whole(w.status(), w.contentType(), w.body(), added(w.headers(), header, value));
      case Streamed s -> s;
      case Live l -> new Live(l.contentType(), Map.of(header, value), l.script(), l.place());
    };
  }
}
