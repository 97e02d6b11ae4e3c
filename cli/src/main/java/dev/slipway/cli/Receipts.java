package dev.slipway.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Finds the receipts of an environment's promotions.
final class Receipts {
  static final String LATEST = "latest";

  private Receipts() {}

  /// @param history answer to `GET …/promotions`, newest first
  /// @return missing where there was none
  static JsonNode latest(JsonNode history) {
    JsonNode first = history.path("promotions").path(0);
    return WireJson.isNull(first) ? MissingNode.getInstance() : first;
  }

  /// @param promotion an id, or [#LATEST]
  static ServerReply fetch(Api api, String model, String environment, String promotion) {
    return api.get(path(api, model, environment, promotion));
  }

  /// The path of a promotion.
  static String path(Api api, String model, String environment, String promotion) {
    String path = Urls.environment(model, environment) + "/promotions";
    String id = promotion;
    if (promotion.equals(LATEST)) {
      id = WireJson.text(latest(api.get(path).json()), "id");
      if (id.isEmpty()) {
        throw new Failure(
            Exit.NOT_FOUND, "Nothing was ever promoted to environment " + environment + ".");
      }
    }
    return path + "/" + Urls.segment(id);
  }
}
