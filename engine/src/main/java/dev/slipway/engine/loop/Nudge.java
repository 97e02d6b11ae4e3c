package dev.slipway.engine.loop;

/// A hint to a loop that something changed. A lost one costs the loop one poll.
@FunctionalInterface
public interface Nudge {
  void nudge();
}
