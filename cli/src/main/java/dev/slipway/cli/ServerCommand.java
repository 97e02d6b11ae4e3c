package dev.slipway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A command that asks a server for something.
abstract class ServerCommand implements Callable<Integer> {
  @Mixin private final ConnectionOptions options = new ConnectionOptions();

  @Option(names = "--json", description = "Print the server's JSON as it is.")
  private boolean json;

  private final Host host;

  ServerCommand(Host host) {
    this.host = host;
  }

  @Override
  public final Integer call() {
    Terminal terminal = Terminal.of(host, json);
    try (var api = options.api(host)) {
      return run(new CommandSession(api, host, terminal, json));
    }
  }

  /// @return the exit code
  abstract int run(CommandSession session);
}
