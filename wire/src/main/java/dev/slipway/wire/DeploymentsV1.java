package dev.slipway.wire;

import java.util.List;

/// Deployments of one model, oldest first.
public record DeploymentsV1(List<DeploymentV1> deployments) {
  public DeploymentsV1 {
    deployments = List.copyOf(deployments);
  }
}
