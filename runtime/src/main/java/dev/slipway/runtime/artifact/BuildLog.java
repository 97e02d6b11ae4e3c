package dev.slipway.runtime.artifact;

import dev.slipway.engine.port.runtime.LogLine.Level;

/// Where a build says what it does: the log of its deployment.
@FunctionalInterface
public interface BuildLog {
  void say(Level level, String message);
}
