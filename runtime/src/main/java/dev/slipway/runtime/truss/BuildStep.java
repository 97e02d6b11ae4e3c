package dev.slipway.runtime.truss;

import java.nio.file.Path;
import java.util.List;

/// One command of a build.
///
/// @param what it does, for messages: "Installing the requirements"
/// @param grows the directory whose size is limited while it runs
record BuildStep(String what, List<String> command, Path directory, Path grows) {
  BuildStep {
    command = List.copyOf(command);
  }
}
