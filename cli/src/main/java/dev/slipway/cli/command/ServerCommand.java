package dev.slipway.cli.command;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.ConnectionOptions;
import dev.slipway.cli.host.Host;
import dev.slipway.cli.term.Terminal;
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
