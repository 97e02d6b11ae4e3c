package dev.slipway.cli.demo;

import dev.slipway.cli.client.Api;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.Host;
import dev.slipway.cli.term.Terminal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description =
        "See it work: two versions of a model, live traffic, a canary, and a cancel half-way.",
    footer = {
      "",
      "Ctrl-C ends it at any point and leaves no process behind.",
      "",
      "Examples:",
      "  slipway demo",
      "  slipway demo --ramp 60 --cancel-at 30 --rate 500 --keep"
    })
public final class DemoCommand implements Callable<Integer> {
  /// How long Ctrl-C waits for the replicas to end.
  static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

  @Option(
      names = "--ramp",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "Length of the canary. Default: 20.")
  private int ramp = 20;

  @Option(
      names = "--cancel-at",
      paramLabel = "PERCENT",
      defaultValue = "50",
      description = "The weight at which it is taken back. Default: 50.")
  private int cancelAt = 50;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      description = "Requests a second. Default: 200.")
  private int rate = 200;

  @Option(names = "--keep", description = "Leave the server up, until Ctrl-C.")
  private boolean keep;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory. Default: a new one, deleted afterwards without --keep.")
  private @Nullable Path data;

  @Option(
      names = "--examples",
      paramLabel = "DIR",
      description = "The directory that holds digits/. Default: examples, here or by the jar.")
  private @Nullable Path examples;

  @Option(names = "--json", description = "Print the result as JSON; all else goes to stderr.")
  private boolean json;

  private final Host host;
  private final LocalServer.Starter starter;

  public DemoCommand(Host host, LocalServer.Starter starter) {
    this.host = host;
    this.starter = starter;
  }

  @Override
  public Integer call() {
    var options =
        new DemoOptions(Duration.ofSeconds(ramp), cancelAt, rate, ExamplesDirectory.find(examples));
    Terminal terminal = Terminal.of(host, json);
    var ended = new CountDownLatch(1);
    Thread hook = stopHook(Thread.currentThread(), terminal, ended);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return inDirectory(options, terminal);
    } catch (RuntimeException e) {
      boolean stopped = e instanceof Failure f && f.exitCode() == Exit.INTERRUPTED;
      // In a process that is ending anything may fail; the hook says the one line that is to be
      // said.
      if (remove(hook) && !stopped) {
        throw e;
      }
      return Exit.INTERRUPTED;
    } finally {
      ended.countDown();
      var _ = remove(hook);
    }
  }

  /// On Ctrl-C: interrupts the demo, which then closes its server, and waits for that.
  private static Thread stopHook(Thread demo, Terminal terminal, CountDownLatch ended) {
    return new Thread(
        () -> {
          terminal.farewell("Stopping: the server and its replicas end.");
          demo.interrupt();
          try {
            ended.await(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        },
        "demo-stop");
  }

  /// @return false: the process is ending, and the hook runs already
  private static boolean remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      return true;
    } catch (IllegalStateException _) {
      return false;
    }
  }

  private int inDirectory(DemoOptions options, Terminal terminal) {
    var directory = DemoDirectory.of(data, keep);
    try {
      return onServer(options, terminal, directory.path());
    } finally {
      directory.close();
    }
  }

  private int onServer(DemoOptions options, Terminal terminal, Path directory) {
    LocalServer server;
    try {
      server = starter.start(directory);
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "The server did not start: " + e.getMessage(), e);
    }
    try {
      terminal.say(
          "A server is up: management %s, models %s"
              .formatted(server.management(), server.inference()));
      boolean good = Demo.run(server, options, terminal, host, json);
      if (keep) {
        stay(server, terminal, directory);
      }
      return good ? Exit.OK : Exit.FAILED;
    } finally {
      // The interrupt ended the demo; it must not cut short the end of the replicas.
      boolean interrupted = Thread.interrupted();
      server.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void stay(LocalServer server, Terminal terminal, Path directory) {
    URI url = server.management();
    terminal.say("");
    terminal.say("The server stays up until Ctrl-C. Its key is in " + directory + "/api-key. Try:");
    terminal.say("  export SLIPWAY_URL=" + url + " SLIPWAY_INFERENCE_URL=" + server.inference());
    terminal.say("  export SLIPWAY_DATA=" + directory);
    terminal.say("  slipway models");
    terminal.say("  slipway promote v2 --to production --watch");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw Api.interrupted(e);
    }
  }
}
