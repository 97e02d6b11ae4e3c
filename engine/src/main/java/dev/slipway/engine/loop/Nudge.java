package dev.slipway.engine.loop;

/// Tells that something changed. The worker loses nothing but one poll where this is lost.
@FunctionalInterface
public interface Nudge {
  void nudge();
}
