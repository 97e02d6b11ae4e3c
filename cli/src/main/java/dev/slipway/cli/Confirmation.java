package dev.slipway.cli;

import picocli.CommandLine.Option;

/// The word that a command needs before it destroys something.
final class Confirmation {
  @Option(names = "--yes", description = "Needed, since this cannot be undone.")
  private boolean yes;

  void require(String what) {
    if (!yes) {
      throw Failure.usage("To " + what + " cannot be undone. Say --yes to do it.");
    }
  }
}
