package dev.slipway.runtime;

import dev.slipway.engine.LogLine.Level;

/// Where a build says what it does: the log of its deployment.
@FunctionalInterface
interface BuildLog {
  void say(Level level, String message);
}
