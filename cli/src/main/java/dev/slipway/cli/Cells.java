package dev.slipway.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.JsonNode;

/// What stands in table cells.
final class Cells {
  private Cells() {}

  static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  /// An RFC 3339 time to the second; what is none stays as it is.
  static String time(String text) {
    try {
      return Instant.parse(text).truncatedTo(ChronoUnit.SECONDS).toString();
    } catch (DateTimeParseException _) {
      return orDash(text);
    }
  }

  /// `name (STATUS)` of a deployment; a dash where there is none.
  static String deployment(Terminal terminal, JsonNode deployment) {
    return WireJson.isNull(deployment)
        ? "-"
        : WireJson.text(deployment, "name")
            + " ("
            + terminal.status(WireJson.text(deployment, "status"))
            + ")";
  }

  /// The promotion in progress; a dash where there is none.
  static String promotion(Terminal terminal, JsonNode environment) {
    PromotionView view = PromotionView.of(environment);
    return view.status().isEmpty()
        ? "-"
        : terminal.status(view.status()) + " " + view.percent() + " %";
  }
}
