package dev.slipway.runtime;

import dev.slipway.engine.LogLine.Level;

/// The log of a build, which is the log of its deployment.
@FunctionalInterface
interface BuildLog {
  void say(Level level, String message);
}
