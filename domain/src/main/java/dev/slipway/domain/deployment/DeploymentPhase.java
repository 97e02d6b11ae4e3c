package dev.slipway.domain.deployment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where a deployment stands in its own life, apart from what its replicas do at the moment.
public sealed interface DeploymentPhase {

  /// Its archive is being unpacked and prepared.
  record Building(Instant since, Instant deadline) implements DeploymentPhase {}

  /// Its first replica is awaited, for the first time or after it was activated.
  record Deploying(Instant since, Instant deadline) implements DeploymentPhase {}

  /// It had a ready replica. Whether it has one now is a matter of observation.
  record Live(Instant since) implements DeploymentPhase {}

  /// It was scaled to zero and is on its way back.
  record Waking(Instant since) implements DeploymentPhase {}

  /// It was deactivated.
  record Inactive(Instant since) implements DeploymentPhase {}

  /// It could not be prepared.
  record BuildFailed(Instant at, String reason) implements DeploymentPhase {}

  /// No replica ever became ready.
  record DeployFailed(Instant at, String reason) implements DeploymentPhase {}

  /// Why it cannot serve until someone retries it; null where it can.
  default @Nullable String failure() {
    return switch (this) {
      case BuildFailed f -> f.reason();
      case DeployFailed f -> f.reason();
      case Building _, Deploying _, Live _, Waking _, Inactive _ -> null;
    };
  }
}
