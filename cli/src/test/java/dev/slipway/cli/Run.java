package dev.slipway.cli;

import dev.slipway.cli.demo.DemoCommand;
import dev.slipway.cli.demo.LocalServer;
import dev.slipway.cli.host.Host;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine;

/// Runs commands as a person would, on time that passes only when they wait.
public final class Run {
  /// What a command printed and how it ended.
  public record Result(int code, String out, String err) {}

  private final Map<String, String> environment = new HashMap<>();
  private String in = "";
  private boolean terminal;
  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private Runnable onPause = () -> {};

  public static Run on(FakeServer server) {
    return on(server.url());
  }

  static Run on(URI server) {
    return new Run().with("SLIPWAY_URL", server.toString()).with("SLIPWAY_API_KEY", FakeServer.KEY);
  }

  Run with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Run without(String variable) {
    environment.remove(variable);
    return this;
  }

  Run input(String text) {
    in = text;
    return this;
  }

  Run onTerminal() {
    terminal = true;
    return this;
  }

  /// Called each time a command waits.
  Run onPause(Runnable action) {
    onPause = action;
    return this;
  }

  private void pause(Duration length) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    now = now.plus(length);
    onPause.run();
  }

  Host host(PrintWriter out, PrintWriter err) {
    return new Host(
        environment,
        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
        new Host.Screen(out, err, terminal, true),
        new Host.Timing(() -> now, System::nanoTime, this::pause));
  }

  /// Every command of this module, with a demo on servers that `starter` starts.
  public static CommandLine line(Host host, LocalServer.Starter starter) {
    return Cli.prepare(Cli.commandLine(host).addSubcommand(new DemoCommand(host, starter)), host);
  }

  public Result run(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    Host host = host(new PrintWriter(out, true), new PrintWriter(err, true));
    int code =
        line(
                host,
                directory -> {
                  throw new IOException("no server in this test");
                })
            .execute(args);
    return new Result(code, out.toString(), err.toString());
  }
}
