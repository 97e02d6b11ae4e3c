package dev.slipway.cli.command;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.ServerReply;
import dev.slipway.cli.client.Urls;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.term.Durations;
import dev.slipway.cli.term.PromotionView;
import dev.slipway.cli.term.Terminal;
import dev.slipway.wire.PromotionBodies.PromotionBody;
import dev.slipway.wire.PromotionBodies.PromotionsBody;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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
      var view = new PromotionView(session.client().environment(model, environment));
      if (!view.running()) {
        return end(view);
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
    String status = view.status();
    return "%s  %s %3d %%  %s%s"
        .formatted(
            status == null ? "" : t.status(status),
            t.bar(view.percent(), BAR),
            view.percent(),
            view.ready(),
            view.error() == null ? "" : "  " + view.error());
  }

  private int end(PromotionView view) {
    String seen = view.status();
    String status = seen == null ? lastStatus(view) : seen;
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

  /// The promotion's last status: from the history where the server keeps one, else from the
  /// deployment that serves.
  private String lastStatus(PromotionView view) {
    ServerReply history = session.api().call("GET", Urls.promotions(model, environment), null);
    if (history.ok()) {
      List<PromotionBody> promotions = history.as(PromotionsBody.class).promotions();
      if (!promotions.isEmpty()) {
        return promotions.getFirst().status();
      }
    }
    return view.serves(candidate) ? "SUCCEEDED" : "FAILED";
  }
}
