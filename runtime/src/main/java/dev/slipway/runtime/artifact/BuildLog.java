package dev.slipway.runtime.artifact;

import dev.slipway.engine.port.runtime.LogLine.Level;

/// The log of a build, which is the log of its deployment.
@FunctionalInterface
public interface BuildLog {
  void say(Level level, String message);
}
