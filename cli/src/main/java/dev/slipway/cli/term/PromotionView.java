package dev.slipway.cli.term;

import dev.slipway.wire.DeploymentBodies.DeploymentV1;
import dev.slipway.wire.EnvironmentBodies.EnvironmentV1;
import org.jspecify.annotations.Nullable;

/// The promotion of an environment, as the environment's answer tells it.
public record PromotionView(EnvironmentV1 environment) {

  /// Whether a promotion is in progress.
  public boolean running() {
    String status = status();
    return status != null
        && switch (status) {
          case "SUCCEEDED", "FAILED", "CANCELED" -> false;
          default -> true;
        };
  }

  /// A published status; null where there is no promotion.
  @Nullable
  public String status() {
    var promotion = environment.inProgressPromotion();
    return promotion == null ? null : promotion.status();
  }

  /// The candidate's share of the traffic: none where there is no promotion.
  public int percent() {
    var promotion = environment.inProgressPromotion();
    return promotion == null ? 0 : promotion.percentTrafficToNewVersion();
  }

  /// The reason why the promotion failed or stands still; null where the server gives none.
  @Nullable
  public String error() {
    var promotion = environment.inProgressPromotion();
    return promotion == null ? null : promotion.errorMessage();
  }

  /// Whether the environment's deployment is the one with this id.
  public boolean serves(String deployment) {
    DeploymentV1 current = environment.currentDeployment();
    return current != null && current.id().equals(deployment);
  }

  /// `ready 4 + 2`: replicas of the deployment that serves, and of the candidate.
  public String ready() {
    return "ready "
        + ready(environment.currentDeployment())
        + " + "
        + ready(environment.candidateDeployment());
  }

  private static int ready(@Nullable DeploymentV1 deployment) {
    return deployment == null ? 0 : deployment.activeReplicaCount();
  }
}
