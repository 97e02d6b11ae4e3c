package dev.slipway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Route.Handler;
import dev.slipway.api.input.Json;
import dev.slipway.config.BadYaml;
import dev.slipway.config.YamlText;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The descriptions of both ports as OpenAPI documents, as they are in docs/api.
final class SpecHandlers {
  static final String YAML = "application/yaml";

  private final Map<Document, Buffer> json = new EnumMap<>(Document.class);

  enum Document {
    MANAGEMENT("openapi.yaml"),
    INFERENCE("inference.yaml");

    private final String file;

    Document(String file) {
      this.file = file;
    }
  }

  /// JSON, or YAML where the caller asks for that and not for JSON.
  Handler negotiated(Document document) {
    return request -> {
      String accept = request.header("Accept");
      String wanted = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
      boolean yaml = wanted.contains("yaml") && !wanted.contains("json");
      return (yaml ? yaml(document) : json(document)).with("Vary", "Accept");
    };
  }

  Handler asJson(Document document) {
    return _ -> json(document);
  }

  Handler asYaml(Document document) {
    return _ -> yaml(document);
  }

  private static Reply yaml(Document document) throws IOException {
    return new Reply.Whole(200, YAML, Buffer.buffer(bytes(document)), Map.of());
  }

  /// Made when it is first asked for: a start of the server does not wait for it.
  private synchronized Reply json(Document document) throws IOException {
    Buffer body = json.get(document);
    if (body == null) {
      body = Buffer.buffer(Json.write(parsed(document)));
      json.put(document, body);
    }
    return new Reply.Whole(200, Reply.JSON, body, Map.of());
  }

  private static Map<String, @Nullable Object> parsed(Document document) throws IOException {
    try {
      return YamlText.read(new String(bytes(document), UTF_8)).mapping();
    } catch (BadYaml e) {
      throw new IOException("spec/" + document.file + e.located(), e);
    }
  }

  private static byte[] bytes(Document document) throws IOException {
    try (InputStream in = SpecHandlers.class.getResourceAsStream("spec/" + document.file)) {
      if (in == null) {
        throw new IOException("spec/" + document.file + " is not in the program (expected: it is)");
      }
      return in.readAllBytes();
    }
  }
}
