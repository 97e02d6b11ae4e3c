package dev.slipway.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Speaks the management API as a script would.
final class Manager implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;
  private final String key;

  Manager(URI base, String key) {
    this.base = base;
    this.key = key;
  }

  /// An answer, and the moment at which it had been read, by the monotonic clock.
  record Reply(int status, JsonNode body, long readNanos) {
    JsonNode ok() {
      if (status != 200) {
        throw new AssertionError("status " + status + ": " + body);
      }
      return body;
    }
  }

  Reply get(String path) {
    return send("GET", path, null);
  }

  Reply post(String path, @Nullable Object body) {
    return send("POST", path, body);
  }

  Reply patch(String path, Object body) {
    return send("PATCH", path, body);
  }

  Reply delete(String path) {
    return send("DELETE", path, null);
  }

  private Reply send(String method, String path, @Nullable Object body) {
    var publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .header("Authorization", "Api-Key " + key)
            .header("Content-Type", "application/json")
            .method(method, publisher)
            .build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      long read = System.nanoTime();
      return new Reply(response.statusCode(), JSON.readTree(response.body()), read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Names and values of a JSON object, in turn.
  static Map<String, Object> json(Object... pairs) {
    var map = new java.util.LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  @Override
  public void close() {
    http.close();
  }
}
