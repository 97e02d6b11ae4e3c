package dev.slipway.app;

import dev.slipway.app.warmup.AotTrainingCommand;
import dev.slipway.cli.Cli;
import dev.slipway.cli.demo.DemoCommand;
import dev.slipway.cli.demo.LocalServer;
import java.nio.file.Path;
import picocli.CommandLine;

/// The program: the client's commands, and those that run a server.
public final class Main {
  private static final int EXIT_FAILED = 1;

  private Main() {}

  public static void main(String[] args) {
    NettyChoices.make();
    if (args.length > 0 && args[0].equals("demo")) {
      // The demo prints what the log would say, in better words.
      System.setProperty("org.slf4j.simpleLogger.log.dev.slipway", "warn");
    }
    System.exit(commandLine().execute(args));
  }

  private static LocalServer onFreePorts(Path data) {
    return Server.start(ServerSettings.at(data, ServerSettings.Address.free()));
  }

  static CommandLine commandLine() {
    var host = Machine.host();
    var line =
        Cli.commandLine(host)
            .addSubcommand(new DemoCommand(host, new LocalServers()))
            .addSubcommand(new ServeCommand())
            .addSubcommand(new DownCommand())
            .addSubcommand(new AotTrainingCommand(Main::onFreePorts));
    Cli.prepare(line, host);
    var otherwise = line.getExecutionExceptionHandler();
    return line.setExecutionExceptionHandler((e, at, parsed) -> {
      if (e instanceof StartFailure) {
        at.getErr().println("slipway: " + e.getMessage());
        return EXIT_FAILED;
      }
      return otherwise.handleExecutionException(e, at, parsed);
    });
  }
}
