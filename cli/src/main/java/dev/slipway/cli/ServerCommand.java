package dev.slipway.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A command that asks a server for something.
abstract class ServerCommand implements Callable<Integer> {
  /// Between two looks at something that is being waited for.
  static final Duration POLL = Duration.ofSeconds(1);

  @Mixin private final ServerOptions options = new ServerOptions();

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
      return run(new Session(api, host, terminal, json));
    }
  }

  /// @return the exit code
  abstract int run(Session session);
}
