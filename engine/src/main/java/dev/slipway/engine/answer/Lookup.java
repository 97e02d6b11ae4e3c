package dev.slipway.engine.answer;

import dev.slipway.domain.environment.EnvironmentKey;

/// Refusals for things that do not exist.
public final class Lookup {
  private Lookup() {}

  public static <T> Answer<T> noModel(String id) {
    return Answer.notFound("Model " + id + " does not exist.");
  }

  public static <T> Answer<T> noDeployment(String modelId, String id) {
    return Answer.notFound("Deployment " + id + " of model " + modelId + " does not exist.");
  }

  public static <T> Answer<T> noPromotion(EnvironmentKey key, String id) {
    return Answer.notFound(
        "Promotion " + id + " of environment " + key.name() + " does not exist.");
  }

  public static <T> Answer<T> noEnvironment(EnvironmentKey key) {
    return Answer.notFound(
        "Environment " + key.name() + " of model " + key.modelId() + " does not exist.");
  }
}
