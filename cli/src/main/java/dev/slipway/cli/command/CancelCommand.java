package dev.slipway.cli.command;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.ServerReply;
import dev.slipway.cli.client.Urls;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.Host;
import dev.slipway.cli.term.CancelPlanText;
import dev.slipway.cli.term.Durations;
import dev.slipway.wire.PromotionBodies.CancelPlanBody;
import dev.slipway.wire.PromotionBodies.CancelPromotionResponseV1;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "cancel",
    description = "Take an environment's promotion back.",
    footer = {
      "",
      "CANCELED means: every gateway has confirmed that no request reaches the candidate any",
      "more. RAMPING_DOWN means: traffic is on its way back.",
      "",
      "Examples:",
      "  slipway cancel digits production",
      "  slipway cancel digits production --reason \"v2 reads 8 as 3\"",
      "  slipway cancel digits production --dry-run",
      "  slipway cancel digits production --wait --timeout 10m"
    })
public final class CancelCommand extends ServerCommand {
  @Parameters(index = "0", paramLabel = "MODEL", description = "Id or name.")
  private String model = "";

  @Parameters(index = "1", paramLabel = "ENV", description = "The environment's name.")
  private String environment = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Goes into the record.")
  private @Nullable String reason;

  @Option(names = "--dry-run", description = "Say what would happen; change nothing.")
  private boolean dryRun;

  @Option(
      names = "--wait",
      description = "Until nothing is in flight on the candidate and its replicas are gone.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long --wait waits, at most 1h. Default: 10m.")
  private @Nullable String timeout;

  public CancelCommand(Host host) {
    super(host);
  }

  @Override
  int run(CommandSession s) {
    if (dryRun && wait) {
      throw Failure.usage("--dry-run and --wait: give one of the two.");
    }
    if (timeout != null && !wait) {
      throw Failure.usage("--timeout goes with --wait.");
    }
    String id = s.refs().modelId(model);
    if (dryRun) {
      String path = Urls.environment(id, environment) + "/cancel_promotion?dry_run=true";
      ServerReply reply = s.api().post(path, null);
      s.show(reply, CancelPlanBody.class, plan -> CancelPlanText.of(s.terminal(), plan));
      return reply.as(CancelPlanBody.class).accepted() ? Exit.OK : Exit.REFUSED;
    }
    if (wait) {
      Duration patience = Durations.parse("--timeout", timeout == null ? "10m" : timeout);
      return new CancelWait(s, id, environment).run(reason, patience);
    }
    ServerReply reply = s.api().post(Urls.cancel(id, environment, reason), null);
    return s.show(
        reply,
        CancelPromotionResponseV1.class,
        a ->
            s.terminal().bold(a.status())
                + ": "
                + a.message()
                + " Answered in "
                + Durations.human(reply.took())
                + ".");
  }
}
