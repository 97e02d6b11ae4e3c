package dev.slipway.cli.push;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.LogPages;
import dev.slipway.cli.client.ServerReply;
import dev.slipway.cli.client.Urls;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.term.Durations;
import dev.slipway.wire.DeploymentBodies.DeploymentV1;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/// Waits for a new deployment to become ACTIVE, and says what happens meanwhile.
public final class DeploymentWait {
  /// Lines of the log that are shown when it fails.
  static final int LOG_LINES = 20;

  private static final Set<String> PENDING =
      Set.of("BUILDING", "DEPLOYING", "LOADING_MODEL", "UPDATING", "WAKING_UP");

  private final CommandSession session;
  private final String model;
  private final String deployment;

  public DeploymentWait(CommandSession session, String model, String deployment) {
    this.session = session;
    this.model = model;
    this.deployment = deployment;
  }

  /// @return the deployment, once it is ACTIVE
  public ServerReply untilActive() {
    Instant start = session.host().timing().clock().instant();
    String said = "";
    String reason = "";
    while (true) {
      ServerReply reply = session.api().get(Urls.deployment(model, deployment));
      DeploymentV1 seen = reply.as(DeploymentV1.class);
      String status = seen.status();
      if (status.equals("ACTIVE")) {
        session.terminal().say(session.terminal().mark(true) + " " + seen.name() + " is ACTIVE.");
        return reply;
      }
      if (!PENDING.contains(status)) {
        throw failed(seen);
      }
      var why = seen.statusReason();
      if (why != null && !why.equals(reason)) {
        session.terminal().say("  " + why);
        reason = why;
      }
      var since = Duration.between(start, session.host().timing().clock().instant());
      String line = session.terminal().status(status);
      if (session.terminal().interactive()) {
        session.terminal().live(line + "  " + Durations.human(since));
      } else if (!status.equals(said)) {
        session.terminal().say(line);
        said = status;
      }
      session.pause(CommandSession.POLL);
    }
  }

  private Failure failed(DeploymentV1 seen) {
    String lines =
        new LogPages(session.api(), model, deployment)
            .newest(LOG_LINES).stream()
                .map(line -> "  " + line.value().message())
                .collect(Collectors.joining("\n"));
    String log = lines.isEmpty() ? " It wrote no log." : " The last lines of its log:\n" + lines;
    var reason = seen.statusReason();
    return Failure.failed(
        "Deployment %s (%s) is %s.%s%s"
            .formatted(
                seen.name(),
                seen.id(),
                seen.status(),
                reason == null
                    ? ""
                    : " " + reason.lines().findFirst().orElse("").replace(" Its last lines:", ""),
                log));
  }
}
