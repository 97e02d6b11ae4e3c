package dev.slipway.app;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Starts a server, asks it a few things and stops it, so that the build can record for the
/// start-up cache which classes a server needs.
@Command(name = "aot-training", hidden = true, description = "Used by the build.")
final class AotTrainingCommand implements Callable<Integer> {
  private static final int ROUNDS = 50;
  private static final int CYCLES = 60;

  /// So many that what a cancel runs through was compiled for good at the end: that is recorded,
  /// and a new server compiles it early.
  private static final int RAMPS = 400;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("slipway-training");
    try {
      var options =
          new ServerSettings(data, ServerSettings.HOST, 0, 0, false, ServerSettings.STOP_GRACE);
      try (var server = Server.start(options);
          var client = HttpClient.newHttpClient()) {
        var training = new Training(new Asking(client, server));
        training.ask(ROUNDS);
        training.promoteAndCancel(CYCLES);
        training.rampAndCancel(RAMPS);
      }
    } finally {
      Trees.delete(data);
    }
    return 0;
  }
}
