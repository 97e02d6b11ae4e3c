package dev.slipway.domain.environment;

import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.domain.settings.PromotionSettings;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A stable address of a model, and what is deployed to it.
///
/// @param current id of the deployment that serves it; null: none yet
/// @param candidate id of the deployment that is being promoted to it, or that failed to be; null:
///   none
/// @param routing how its traffic is split
public record Environment(
    EnvironmentKey key,
    Instant createdAt,
    @Nullable String current,
    @Nullable String candidate,
    Routing routing,
    Settings settings) {

  /// @param instanceType id of an instance type
  /// @param backpressure null: the default, [Backpressure#QUEUE_ON_FULL]
  public record Settings(
      AutoscalingSettings autoscaling,
      PromotionSettings promotion,
      String instanceType,
      @Nullable Backpressure backpressure) {}

  public Environment withCurrent(@Nullable String deployment) {
    return new Environment(key, createdAt, deployment, candidate, routing, settings);
  }

  public Environment withCandidate(@Nullable String deployment) {
    return new Environment(key, createdAt, current, deployment, routing, settings);
  }

  public Environment withRouting(Routing next) {
    return new Environment(key, createdAt, current, candidate, next, settings);
  }

  public Environment withSettings(Settings next) {
    return new Environment(key, createdAt, current, candidate, routing, next);
  }
}
