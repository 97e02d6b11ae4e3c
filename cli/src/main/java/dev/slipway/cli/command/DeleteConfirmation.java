package dev.slipway.cli.command;

import dev.slipway.cli.host.Failure;
import picocli.CommandLine.Option;

/// The word that a command needs before it destroys something.
final class DeleteConfirmation {
  @Option(names = "--yes", description = "Needed to delete, which cannot be undone.")
  private boolean yes;

  void require(String what) {
    if (!yes) {
      throw Failure.usage("To " + what + " is for good. Say --yes to do it.");
    }
  }
}
