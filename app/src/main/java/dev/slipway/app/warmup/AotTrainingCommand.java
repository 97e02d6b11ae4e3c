package dev.slipway.app.warmup;

import dev.slipway.cli.demo.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `slipway aot-training`: starts a server, calls it and stops it, while the JVM records for the
/// start-up cache which classes a server needs.
@Command(name = "aot-training", hidden = true, description = "Used by the build.")
public final class AotTrainingCommand implements Callable<Integer> {
  private static final int ROUNDS = 50;
  private static final int CYCLES = 60;

  /// Enough for the optimizing compiler to have compiled what a cancel runs: the cache records
  /// that, and a new server compiles it early.
  private static final int RAMPS = 400;

  private final LocalServer.Starter starter;

  /// @param starter starts a server on free ports
  public AotTrainingCommand(LocalServer.Starter starter) {
    this.starter = starter;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("slipway-training");
    try {
      try (var server = starter.start(data);
          var client = WarmUpCancels.client(server)) {
        var training = new Training(client, server);
        training.ask(ROUNDS);
        training.promoteAndCancel(CYCLES);
        training.rampAndCancel(RAMPS);
      }
    } finally {
      FileTrees.delete(data);
    }
    return 0;
  }
}
