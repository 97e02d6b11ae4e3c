package dev.slipway.cli.demo;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.term.PromotionView;
import dev.slipway.cli.term.Terminal;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;

/// Shows the promotion and the traffic, once a second, until something has happened.
final class DemoWatch {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long LINE_NANOS = 1_000_000_000;
  private static final int BAR = 8;

  private final CommandSession session;
  private final DemoModels models;
  private final Traffic traffic;
  private final long start;
  private String idle = "STEADY";
  private long lineAt;
  private TrafficTally.Snapshot before;

  DemoWatch(CommandSession session, DemoModels models, Traffic traffic) {
    this.session = session;
    this.models = models;
    this.traffic = traffic;
    this.start = nanos();
    this.lineAt = start;
    this.before = traffic.counts();
  }

  /// Sets the word that stands in place of a state while no promotion is in progress.
  void idle(String state) {
    idle = state;
  }

  /// @param atMost ends also after this time
  /// @return the promotion as it was seen last
  PromotionView until(Duration atMost, Predicate<PromotionView> happened) {
    long deadline = nanos() + atMost.toNanos();
    while (true) {
      PromotionView view = models.view();
      if (nanos() - lineAt >= LINE_NANOS) {
        show(view);
      }
      if (happened.test(view) || nanos() >= deadline) {
        return view;
      }
      session.pause(POLL);
    }
  }

  private long nanos() {
    return session.host().timing().nanoTime().getAsLong();
  }

  private void show(PromotionView view) {
    long now = nanos();
    TrafficTally.Snapshot counts = traffic.counts();
    double seconds = (now - lineAt) / (double) LINE_NANOS;
    Terminal t = session.terminal();
    String status = view.status();
    String state = status == null ? idle : status;
    String errors = counts.lost() + " lost";
    t.live(
        String.format(
            Locale.ROOT,
            "%3.0f s  %s%s %s %3d %%  v1 %s  v2 %s  %s",
            (now - start) / (double) LINE_NANOS,
            t.status(state),
            " ".repeat(Math.max(0, "RAMPING_DOWN".length() - state.length())),
            t.bar(view.percent(), BAR),
            view.percent(),
            side(counts, Demo.STABLE, seconds),
            side(counts, Demo.CANDIDATE, seconds),
            counts.lost() == 0 ? t.green(errors) : t.red(errors)));
    lineAt = now;
    before = counts;
  }

  private String side(TrafficTally.Snapshot counts, String version, double seconds) {
    TrafficTally.Side side = counts.side(version);
    double perSecond = (side.answered() - before.side(version).answered()) / seconds;
    String right =
        side.answered() == 0
            ? "     -"
            : String.format(Locale.ROOT, "%5.1f %%", side.percentRight());
    return String.format(Locale.ROOT, "%4.0f/s %s", perSecond, right);
  }
}
