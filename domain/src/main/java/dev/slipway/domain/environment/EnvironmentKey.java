package dev.slipway.domain.environment;

/// The identity of an environment: a name that is unique inside its model.
///
/// @param modelId id of the model that owns the environment
/// @param name lower-case letters, digits and hyphens, 1 to 63 characters
public record EnvironmentKey(String modelId, String name) {
  /// The environment that every model has from its first day.
  public static final String PRODUCTION = "production";

  @Override
  public String toString() {
    return modelId + "/" + name;
  }
}
