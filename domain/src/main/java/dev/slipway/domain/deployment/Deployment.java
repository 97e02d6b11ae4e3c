package dev.slipway.domain.deployment;

import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Backpressure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One version of a model that can be run.
///
/// @param id eight characters of a-z and 0-9
/// @param name unique inside its model, 1 to 255 of `A-Z a-z 0-9 - _ .`
/// @param source what it is made of; shared with its copies
/// @param placement where it belongs and how many replicas it is to have
public record Deployment(
    String id,
    String modelId,
    String name,
    Instant createdAt,
    Source source,
    Placement placement,
    DeploymentPhase phase) {

  /// @param artifact id of the prepared directory; a copy shares its source's
  /// @param archive key of the uploaded archive; null: made from its config alone
  /// @param config the parsed config.yaml as JSON
  /// @param rawConfig config.yaml to the letter; null: not sent
  /// @param labels a JSON object; null: none
  public record Source(
      String artifact,
      @Nullable String archive,
      String config,
      @Nullable String rawConfig,
      @Nullable String labels,
      LaunchSpec launch) {}

  /// @param environment name of the environment it serves or is promoted to; null: none
  /// @param development it is the model's one mutable deployment
  /// @param desiredReplicas what the replicas converge on, 0 or more
  /// @param backpressure null: the default
  public record Placement(
      @Nullable String environment,
      boolean development,
      String instanceType,
      AutoscalingSettings autoscaling,
      @Nullable Backpressure backpressure,
      int desiredReplicas) {

    public Placement withEnvironment(@Nullable String name) {
      return new Placement(
          name, development, instanceType, autoscaling, backpressure, desiredReplicas);
    }

    public Placement withDesired(int replicas) {
      return new Placement(
          environment, development, instanceType, autoscaling, backpressure, replicas);
    }

    public Placement withAutoscaling(AutoscalingSettings next) {
      return new Placement(
          environment, development, instanceType, next, backpressure, desiredReplicas);
    }

    public Placement withBackpressure(@Nullable Backpressure next) {
      return new Placement(
          environment, development, instanceType, autoscaling, next, desiredReplicas);
    }
  }

  public Deployment withPhase(DeploymentPhase next) {
    return new Deployment(id, modelId, name, createdAt, source, placement, next);
  }

  public Deployment withPlacement(Placement next) {
    return new Deployment(id, modelId, name, createdAt, source, next, phase);
  }

  public Deployment withName(String next) {
    return new Deployment(id, modelId, next, createdAt, source, placement, phase);
  }
}
