package dev.slipway.cli.client;

import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.wire.PromotionBodies.PromotionBody;
import java.util.List;

/// Finds the paths of receipts.
public final class ReceiptPath {
  public static final String LATEST = "latest";

  private ReceiptPath() {}

  /// The path of a promotion's receipt.
  ///
  /// @param promotion an id, or [#LATEST]
  public static String of(
      ManagementClient client, String model, String environment, String promotion) {
    if (!promotion.equals(LATEST)) {
      return Urls.promotion(model, environment, promotion);
    }
    List<PromotionBody> history = client.promotions(model, environment);
    if (history.isEmpty()) {
      throw new Failure(
          Exit.NOT_FOUND, "Nothing was ever promoted to environment " + environment + ".");
    }
    return Urls.promotion(model, environment, history.getFirst().id());
  }
}
