package dev.slipway.cli;

import tools.jackson.databind.JsonNode;

/// What stands in table cells.
final class Cells {
  private Cells() {}

  static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  /// `name (STATUS)` of a deployment; a dash where there is none.
  static String deployment(Terminal terminal, JsonNode deployment) {
    return Json.isNull(deployment)
        ? "-"
        : Json.text(deployment, "name")
            + " ("
            + terminal.status(Json.text(deployment, "status"))
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
