package dev.slipway.domain.deployment;

/// The published status of a deployment.
public enum DeploymentStatus {
  BUILDING,
  DEPLOYING,
  DEPLOY_FAILED,
  LOADING_MODEL,
  ACTIVE,
  UNHEALTHY,
  BUILD_FAILED,
  DEACTIVATING,
  INACTIVE,
  SCALED_TO_ZERO,
  WAKING_UP;

  /// What the world is told of `deployment`.
  ///
  /// @param replicas its replicas that have a process, ready or not
  /// @param ready those that answer their readiness probe
  public static DeploymentStatus of(Deployment deployment, int replicas, int ready) {
    return switch (deployment.phase()) {
      case DeploymentPhase.Building _ -> BUILDING;
      case DeploymentPhase.Deploying _ -> replicas > 0 ? LOADING_MODEL : DEPLOYING;
      case DeploymentPhase.Waking _ -> WAKING_UP;
      case DeploymentPhase.Inactive _ -> replicas > 0 ? DEACTIVATING : INACTIVE;
      case DeploymentPhase.BuildFailed _ -> BUILD_FAILED;
      case DeploymentPhase.DeployFailed _ -> DEPLOY_FAILED;
      case DeploymentPhase.Live _ -> live(deployment.placement().desiredReplicas(), ready);
    };
  }

  private static DeploymentStatus live(int desired, int ready) {
    if (ready > 0) {
      return ACTIVE;
    }
    return desired == 0 ? SCALED_TO_ZERO : UNHEALTHY;
  }
}
