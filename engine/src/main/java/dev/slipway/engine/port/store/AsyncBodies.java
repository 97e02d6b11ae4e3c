package dev.slipway.engine.port.store;

import org.jspecify.annotations.Nullable;

/// The table of the bodies of asynchronous requests and of their answers, for as long as they are
/// needed. Each belongs to a row of [AsyncRows] and is deleted with it.
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
