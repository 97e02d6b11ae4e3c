package dev.slipway.cli.command;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.Element;
import dev.slipway.cli.client.LogPages;
import dev.slipway.cli.client.Refs;
import dev.slipway.cli.client.SeenLines;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.Host;
import dev.slipway.cli.term.Durations;
import dev.slipway.cli.term.Terminal;
import dev.slipway.wire.LogBodies.LogV1;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "logs",
    description = "Show a deployment's log, or follow it.",
    footer = {
      "",
      "With --json each line is the server's JSON object for it.",
      "",
      "Examples:",
      "  slipway logs digits deployment-1 --tail",
      "  slipway logs digits deployment-1 --since 2h --level WARNING"
    })
public final class LogsCommand extends ServerCommand {
  /// The longest time that servers look back.
  static final Duration MAX_SINCE = Duration.ofDays(7);

  static final int MAX_LIMIT = 100_000;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /// How long a tail waits for a server that is being restarted.
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /// States in which a deployment writes no more lines by itself.
  private static final Set<String> ENDED =
      Set.of("INACTIVE", "BUILD_FAILED", "DEPLOY_FAILED", "BUILD_STOPPED", "FAILED");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  @Parameters(index = "0", paramLabel = "MODEL", description = "Id or name.")
  private String model = "";

  @Parameters(index = "1", paramLabel = "DEPLOYMENT", description = "Id or name.")
  private String deployment = "";

  @Option(
      names = {"--tail", "-f"},
      description = "Go on printing what comes, until Ctrl-C or the deployment's end.")
  private boolean tail;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "30m",
      description = "How far back, such as 10m or 2h. Default: 30m.")
  private String since = "30m";

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "DEBUG, INFO, WARNING or ERROR, and above.")
  private @Nullable String level;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "500",
      description = "The newest N lines. Default: 500.")
  private int limit = 500;

  public LogsCommand(Host host) {
    super(host);
  }

  @Override
  int run(CommandSession s) {
    Duration back = Durations.parse("--since", since);
    if (back.compareTo(MAX_SINCE) > 0) {
      throw Failure.usage("--since: '" + since + "' (expected: at most 7d)");
    }
    if (limit < 1 || limit > MAX_LIMIT) {
      throw Failure.usage("--limit: " + limit + " (expected: 1 to " + MAX_LIMIT + ")");
    }
    Refs.DeploymentRef ref = s.refs().deployment(model, deployment);
    LogPages pages =
        new LogPages(s.api(), ref.model(), ref.id())
            .atLevel(level == null ? null : level.toUpperCase(Locale.ROOT));
    Instant now = now(s);
    if (!tail) {
      List<Element<LogV1>> lines = pages.newest(now.minus(back), now, limit);
      lines.forEach(line -> print(s, line));
      return Exit.OK;
    }
    return follow(s, ref, new LogTail(pages, now.minus(back).toEpochMilli(), l -> print(s, l)));
  }

  private int follow(CommandSession s, Refs.DeploymentRef ref, LogTail log) {
    boolean ended = false;
    Instant answered = now(s);
    while (true) {
      try {
        int fresh = log.poll(now(s).toEpochMilli());
        if (ended && fresh == 0) {
          return Exit.OK;
        }
        if (fresh == 0) {
          ended = ENDED.contains(s.client().deployment(ref.model(), ref.id()).status());
        }
        answered = now(s);
      } catch (Failure e) {
        // What was printed is known, so that the tail goes on where it was.
        if (e.exitCode() != Exit.NO_CONNECTION || answered.plus(PATIENCE).isBefore(now(s))) {
          throw e;
        }
      }
      if (!ended) {
        s.pause(CommandSession.POLL);
      }
    }
  }

  private static Instant now(CommandSession s) {
    return s.host().timing().clock().instant();
  }

  private static void print(CommandSession s, Element<LogV1> line) {
    s.terminal().answer(s.json() ? line.json().toString() : text(s.terminal(), line.value()));
  }

  private static String text(Terminal t, LogV1 line) {
    long nanos = SeenLines.nanos(line);
    String time =
        TIME.format(Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND));
    String replica = line.replica();
    return "%s %s%s%s"
        .formatted(
            t.dim(time),
            level(t, line.level()),
            replica == null || replica.isEmpty() ? "" : t.dim("[" + replica + "] "),
            line.message());
  }

  private static String level(Terminal t, @Nullable String level) {
    return switch (level) {
      case null -> "";
      case "" -> "";
      case "ERROR" -> t.red(level) + " ";
      case "WARNING" -> t.yellow(level) + " ";
      default -> level + " ";
    };
  }
}
