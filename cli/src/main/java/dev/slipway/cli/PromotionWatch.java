package dev.slipway.cli;

import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/// Follows a promotion to its end.
final class PromotionWatch {
  private static final int BAR = 20;

  private final CommandSession session;
  private final String model;
  private final String environment;
  private final String candidate;

  /// @param candidate id of the deployment that is being promoted
  PromotionWatch(CommandSession session, String model, String environment, String candidate) {
    this.session = session;
    this.model = model;
    this.environment = environment;
    this.candidate = candidate;
  }

  /// @return exit code: 0 where the candidate took over
  int untilEnd() {
    Terminal terminal = session.terminal();
    Instant start = now();
    String said = "";
    while (true) {
      JsonNode seen = session.api().get(Urls.environment(model, environment)).json();
      PromotionView view = PromotionView.of(seen);
      if (!view.running()) {
        return end(seen, view);
      }
      String line = line(view);
      if (terminal.interactive()) {
        terminal.live(line + "  " + Durations.human(Duration.between(start, now())));
      } else if (!line.equals(said)) {
        terminal.say(line);
        said = line;
      }
      session.pause(CommandSession.POLL);
    }
  }

  private Instant now() {
    return session.host().timing().clock().instant();
  }

  private String line(PromotionView view) {
    return line(session.terminal(), view);
  }

  /// State, share and ready replicas, in one line.
  static String line(Terminal t, PromotionView view) {
    String error = view.error().isEmpty() ? "" : "  " + view.error();
    return "%s  %s %3d %%  %s%s"
        .formatted(
            t.status(view.status()),
            t.bar(view.percent(), BAR),
            view.percent(),
            view.ready(),
            error);
  }

  private int end(JsonNode seen, PromotionView view) {
    String status = view.status().isEmpty() ? lastStatus(seen) : view.status();
    boolean good = status.equals("SUCCEEDED");
    session
        .terminal()
        .say(
            "%s Promotion of %s to %s: %s"
                .formatted(
                    session.terminal().mark(good),
                    candidate,
                    environment,
                    session.terminal().status(status)));
    if (!good) {
      session.terminal().error("See: slipway receipt " + model + " " + environment);
    }
    return good ? Exit.OK : Exit.FAILED;
  }

  /// From the history, where the server keeps one; else from who is current.
  private String lastStatus(JsonNode seen) {
    ServerReply history =
        session.api().call("GET", Urls.environment(model, environment) + "/promotions", null);
    if (history.ok()) {
      String status = WireJson.text(Receipts.latest(history.json()), "status");
      if (!status.isEmpty()) {
        return status;
      }
    }
    boolean current = WireJson.text(seen.path("current_deployment"), "id").equals(candidate);
    return current ? "SUCCEEDED" : "FAILED";
  }
}
