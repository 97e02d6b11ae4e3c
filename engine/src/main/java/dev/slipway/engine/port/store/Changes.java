package dev.slipway.engine.port.store;

import java.util.Set;

/// The models that were written to since an earlier answer.
///
/// @param mark what to ask with the next time
/// @param everything anything may have changed; `models` says nothing then
/// @param models ids of models that had a row of theirs written: the model itself, a deployment, an
///   environment or a promotion of it. It may name more than have changed, never fewer
public record Changes(long mark, boolean everything, Set<String> models) {
  /// The mark of a first question: everything has changed.
  public static final long NEVER = 0;

  public Changes {
    models = Set.copyOf(models);
  }
}
