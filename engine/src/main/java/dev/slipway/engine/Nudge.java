package dev.slipway.engine;

/// Tells the worker that something changed. A hint: losing one costs one poll.
@FunctionalInterface
public interface Nudge {
  void nudge();
}
