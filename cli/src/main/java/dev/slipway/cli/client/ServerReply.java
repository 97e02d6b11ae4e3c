package dev.slipway.cli.client;

import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A server's answer.
///
/// @param took from sending the request to having read the answer
public record ServerReply(int status, String body, Duration took) {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /// What an error's body may say: `message` on the management port, `error` on the inference port.
  private record Refused(@Nullable String message, @Nullable String error) {}

  /// The body as a record.
  ///
  /// @throws Failure it is no JSON, or lacks a field that the record needs
  public <T> T as(Class<T> type) {
    return WireJson.read(json(), type, ServerReply::wrong);
  }

  /// The elements of the list `field`.
  <T> List<Element<T>> elements(String field, Class<T> type) {
    JsonNode list = json().path(field);
    if (!list.isArray()) {
      throw wrong("has no list " + field);
    }
    var all = new ArrayList<Element<T>>();
    for (JsonNode node : list) {
      String at = field + "[" + all.size() + "]";
      T value = WireJson.read(node, type, at, ServerReply::wrong);
      all.add(new Element<>(value, node));
    }
    return List.copyOf(all);
  }

  private JsonNode json() {
    try {
      return WireJson.parse(body);
    } catch (JacksonException e) {
      throw new Failure(
          Exit.SERVER_ERROR,
          "The server's answer is not JSON. Is --server the management API (port 8000 unless it was"
              + " moved)?",
          e);
    }
  }

  private static Failure wrong(String clause) {
    return new Failure(Exit.SERVER_ERROR, "The server's answer " + clause + ".");
  }

  public boolean ok() {
    return status >= 200 && status < 300;
  }

  /// What an error's body says, as a sentence.
  public String problem() {
    String said = said();
    String text = said == null ? "The server answered " + status + "." : said.strip();
    return text + hint();
  }

  /// Null: nothing, as where something else than a Slipway server answered.
  private @Nullable String said() {
    try {
      Refused refused = WireJson.read(WireJson.parse(body), Refused.class, ServerReply::wrong);
      String said = refused.message() == null ? refused.error() : refused.message();
      return said == null || said.isBlank() ? null : said;
    } catch (JacksonException | Failure _) {
      return null;
    }
  }

  private String hint() {
    return switch (status) {
      case UNAUTHORIZED -> " (HTTP 401; check SLIPWAY_API_KEY or --data)";
      case FORBIDDEN -> " (HTTP 403; this key may not do that)";
      default -> " (HTTP " + status + ")";
    };
  }
}
