package dev.slipway.domain.async;

/// Whom an asynchronous request is addressed to: names only, which are looked up each time that the
/// request is sent.
///
/// @param name of the environment, or id of the deployment; empty for the development deployment
public record AsyncTarget(String modelId, Kind kind, String name) {

  public enum Kind {
    ENVIRONMENT,
    DEPLOYMENT,
    DEVELOPMENT
  }
}
