package dev.slipway.cli;

import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A server's answer.
///
/// @param took from sending the request to having read the answer
record ServerReply(int status, String body, Duration took) {

  JsonNode json() {
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

  boolean ok() {
    return status >= 200 && status < 300;
  }

  /// What an error's body says, as a sentence.
  String problem() {
    String said = message();
    String text = said.isBlank() ? "The server answered " + status + "." : said.strip();
    return text + hint();
  }

  private String message() {
    try {
      JsonNode json = WireJson.parse(body);
      String message = WireJson.text(json, "message");
      return message.isEmpty() ? WireJson.text(json, "error") : message;
    } catch (JacksonException _) {
      return "";
    }
  }

  private String hint() {
    return switch (status) {
      case 401 -> " (HTTP 401; check SLIPWAY_API_KEY or --data)";
      case 403 -> " (HTTP 403; this key may not do that)";
      default -> " (HTTP " + status + ")";
    };
  }
}
