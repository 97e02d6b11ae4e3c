package dev.slipway.domain.async;

/// Whom an asynchronous request is addressed to: names only, which are looked up each time that the
/// request is sent.
public sealed interface AsyncTarget {
  String modelId();

  /// Whatever serves an environment when the request is sent.
  record OfEnvironment(String modelId, String environment) implements AsyncTarget {}

  /// One deployment.
  record OfDeployment(String modelId, String deploymentId) implements AsyncTarget {}

  /// The model's development deployment.
  record OfDevelopment(String modelId) implements AsyncTarget {}
}
