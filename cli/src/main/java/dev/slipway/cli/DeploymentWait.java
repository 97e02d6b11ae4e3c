package dev.slipway.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Waits for a new deployment to become ACTIVE, and says what happens meanwhile.
final class DeploymentWait {
  /// Lines of the log that are shown when it fails.
  static final int LOG_LINES = 20;

  private static final Set<String> PENDING =
      Set.of("BUILDING", "DEPLOYING", "LOADING_MODEL", "UPDATING", "WAKING_UP");

  private final Session session;
  private final String model;
  private final String deployment;

  DeploymentWait(Session session, String model, String deployment) {
    this.session = session;
    this.model = model;
    this.deployment = deployment;
  }

  /// @return the deployment, once it is ACTIVE
  Reply untilActive() {
    Instant start = session.host().timing().clock().instant();
    String said = "";
    while (true) {
      Reply reply = session.api().get(Urls.deployment(model, deployment));
      JsonNode seen = reply.json();
      String status = Json.text(seen, "status");
      if (status.equals("ACTIVE")) {
        session
            .terminal()
            .say(session.terminal().mark(true) + " " + Json.text(seen, "name") + " is ACTIVE.");
        return reply;
      }
      if (!PENDING.contains(status)) {
        throw failed(seen, status);
      }
      var since = Duration.between(start, session.host().timing().clock().instant());
      String line = session.terminal().status(status);
      if (session.terminal().interactive()) {
        session.terminal().live(line + "  " + Durations.human(since));
      } else if (!status.equals(said)) {
        session.terminal().say(line);
        said = status;
      }
      session.pause(ServerCommand.POLL);
    }
  }

  private Failure failed(JsonNode seen, String status) {
    String lines =
        new LogPages(session.api(), model, deployment)
            .newest(LOG_LINES).stream()
                .map(line -> "  " + Json.text(line, "message"))
                .collect(Collectors.joining("\n"));
    String log = lines.isEmpty() ? " It wrote no log." : " The last lines of its log:\n" + lines;
    return Failure.failed(
        "Deployment %s (%s) is %s.%s"
            .formatted(Json.text(seen, "name"), Json.text(seen, "id"), status, log));
  }
}
