package dev.slipway.cli.term;

import dev.slipway.wire.DeploymentBodies.DeploymentV1;
import dev.slipway.wire.EnvironmentBodies.EnvironmentV1;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// The text of table cells.
public final class Cells {
  private static final String NONE = "-";

  private Cells() {}

  /// A dash in place of a text that is null or empty.
  public static String orDash(@Nullable String text) {
    return text == null || text.isEmpty() ? NONE : text;
  }

  /// A time to the second.
  public static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// `name (STATUS)` of a deployment; a dash where there is none.
  public static String deployment(Terminal terminal, @Nullable DeploymentV1 deployment) {
    return deployment == null
        ? NONE
        : deployment.name() + " (" + terminal.status(deployment.status()) + ")";
  }

  /// The promotion in progress; a dash where there is none.
  public static String promotion(Terminal terminal, EnvironmentV1 environment) {
    var promotion = environment.inProgressPromotion();
    return promotion == null
        ? NONE
        : terminal.status(promotion.status()) + " " + promotion.percentTrafficToNewVersion() + " %";
  }
}
