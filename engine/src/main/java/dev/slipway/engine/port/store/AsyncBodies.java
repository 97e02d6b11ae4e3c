package dev.slipway.engine.port.store;

import org.jspecify.annotations.Nullable;

/// What models are asked and have answered, for as long as it is needed. Each belongs to a row of
/// [AsyncRows] and goes with it.
public interface AsyncBodies {
  void put(String requestId, Part part, byte[] body);

  byte @Nullable [] get(String requestId, Part part);

  /// Deletes what there is of a request.
  void drop(String requestId);

  /// Which of a request's bodies.
  enum Part {
    INPUT,
    OUTPUT
  }
}
