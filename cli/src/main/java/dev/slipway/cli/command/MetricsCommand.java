package dev.slipway.cli.command;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.Refs;
import dev.slipway.cli.client.Urls;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.Host;
import dev.slipway.cli.term.Durations;
import dev.slipway.cli.term.MetricsText;
import dev.slipway.wire.MetricBodies.GetModelMetricsResponseV1;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "metrics",
    description = "Show how an environment or a deployment did: requests, times, replicas.",
    footer = {
      "",
      "With --json the server's answer is printed as it is.",
      "",
      "Examples:",
      "  slipway metrics digits",
      "  slipway metrics digits --environment staging --since 6h",
      "  slipway metrics digits --deployment deployment-2 --metric baseten_concurrent_requests"
    })
public final class MetricsCommand extends ServerCommand {
  /// The longest time that servers look back.
  static final Duration MAX_SINCE = Duration.ofDays(7);

  static final String PRODUCTION = "production";

  @Parameters(index = "0", paramLabel = "MODEL", description = "Id or name.")
  private String model = "";

  @ArgGroup(exclusive = true)
  private @Nullable Subject subject;

  static final class Subject {
    @Option(
        names = "--environment",
        paramLabel = "ENV",
        description = "Everything that served this environment. Default: production.")
    private @Nullable String environment;

    @Option(
        names = "--deployment",
        paramLabel = "DEPLOYMENT",
        description = "One deployment, by id or name, whichever way its requests came.")
    private @Nullable String deployment;
  }

  @Option(
      names = "--since",
      paramLabel = "TIME",
      defaultValue = "1h",
      description = "How far back, such as 10m or 2h, at most 7d. Default: 1h.")
  private String since = "1h";

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "Only this metric; may be given again. Default: those that the server chooses.")
  private List<String> metrics = List.of();

  public MetricsCommand(Host host) {
    super(host);
  }

  @Override
  int run(CommandSession s) {
    Duration back = Durations.parse("--since", since);
    if (back.isZero() || back.compareTo(MAX_SINCE) > 0) {
      throw Failure.usage("--since: '" + since + "' (expected: more than 0, at most 7d)");
    }
    long now = s.host().timing().clock().instant().toEpochMilli();
    var query =
        new StringBuilder(
            "?mode=SERIES&start_epoch_millis=%d&end_epoch_millis=%d"
                .formatted(now - back.toMillis(), now));
    metrics.forEach(m -> query.append("&metrics=").append(Urls.query(m)));
    return s.show(
        s.api().get(path(s) + "/metrics" + query),
        GetModelMetricsResponseV1.class,
        answer -> MetricsText.of(s.terminal(), answer));
  }

  private String path(CommandSession s) {
    String deployment = subject == null ? null : subject.deployment;
    if (deployment != null) {
      Refs.DeploymentRef ref = s.refs().deployment(model, deployment);
      return Urls.deployment(ref.model(), ref.id());
    }
    String environment = subject == null ? null : subject.environment;
    return Urls.environment(
        s.refs().modelId(model), environment == null ? PRODUCTION : environment);
  }
}
