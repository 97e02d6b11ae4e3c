package dev.slipway.app;

import dev.slipway.cli.client.WireJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `slipway down`: ends every replica of a data directory, also after a crash of its server.
@Command(
    name = "down",
    description = "End every replica of a data directory, also after a crash of its server.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  slipway down", "  slipway down --data /var/lib/slipway"})
final class DownCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:SLIPWAY_DATA:-" + ServerSettings.DATA + "}",
      description = "The data directory (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of(ServerSettings.DATA);

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  /// The result for programs.
  private record Ended(int replicasEnded) {}

  @Override
  public Integer call() {
    if (!Files.isDirectory(data)) {
      throw new StartFailure(
          "data directory %s: missing (expected: that of a server). Name it with --data."
              .formatted(data));
    }
    int ended = Server.endReplicas(data);
    System.out.println(json ? WireJson.write(new Ended(ended)) : "replicas ended: " + ended);
    return 0;
  }
}
