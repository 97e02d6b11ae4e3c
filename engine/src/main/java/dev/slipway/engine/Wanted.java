package dev.slipway.engine;

/// What of all that a runtime keeps is to stay.
public interface Wanted {
  /// Whether what is kept of a deployment is.
  boolean deployment(String id);

  /// Whether an artifact is.
  boolean artifact(String id);
}
