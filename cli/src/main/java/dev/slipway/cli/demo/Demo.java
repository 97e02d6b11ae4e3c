package dev.slipway.cli.demo;

import dev.slipway.cli.client.Api;
import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.ServerReply;
import dev.slipway.cli.client.WireJson;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.Host;
import dev.slipway.cli.term.Durations;
import dev.slipway.cli.term.PromotionView;
import dev.slipway.cli.term.Terminal;
import dev.slipway.wire.PromotionBodies.CancelPromotionResponseV1;
import dev.slipway.wire.PromotionBodies.ReceiptBody;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Two versions of a model, live traffic, a canary, and a cancel half-way; then the demo checks its
/// own claims.
public final class Demo {
  static final String STABLE = "v1";
  static final String CANDIDATE = "v2";

  /// How long traffic goes to v1 alone.
  static final Duration BEFORE = Duration.ofSeconds(2);

  /// How long traffic goes on after the cancel, to see whether v2 answers again.
  static final Duration AFTER = Duration.ofSeconds(5);

  /// From the promote call to the first traffic on v2: its build and start.
  static final Duration RELEASE_TIMEOUT = Duration.ofMinutes(3);

  /// From the cancel to the last replica of v2: the drain deadline and the stop.
  static final Duration SETTLE_TIMEOUT = Duration.ofSeconds(90);

  private static final Duration POLL = Duration.ofMillis(200);

  private final LocalServer server;
  private final DemoOptions options;
  private final CommandSession session;
  private final Terminal terminal;
  private final DemoModels models;

  private Demo(LocalServer server, DemoOptions options, CommandSession session) {
    this.server = server;
    this.options = options;
    this.session = session;
    this.terminal = session.terminal();
    this.models = new DemoModels(session, options.digits());
  }

  /// Runs the demo on a server that is up.
  ///
  /// @return true: every claim held
  static boolean run(
      LocalServer server, DemoOptions options, Terminal terminal, Host host, boolean json) {
    try (var api = new Api(server.management(), server.apiKey(), host.timing().nanoTime())) {
      return new Demo(server, options, new CommandSession(api, host, terminal, json)).run();
    }
  }

  private boolean run() {
    terminal.say("");
    terminal.say(
        terminal.bold("1. v1 of a model that reads handwritten digits goes to production."));
    List<Sample> samples = Sample.read(options.digits());
    String v1 = models.push(STABLE);
    models.awaitProduction(v1);
    models.setCanary(options.ramp());
    try (var traffic =
        new Traffic(
            models.predictUrl(server.inference()),
            server.apiKey(),
            samples,
            options.rate(),
            session.host().timing())) {
      terminal.say("");
      terminal.say(
          terminal.bold(
              "2. Live traffic: %d requests a second. Every answer is checked."
                  .formatted(options.rate())));
      terminal.say("   Time, state, v2's weight; requests a second and right answers of each.");
      traffic.start();
      var watch = new DemoWatch(session, models, traffic);
      watch.until(BEFORE, view -> false);
      return underTraffic(v1, traffic, watch);
    } catch (InterruptedException e) {
      throw Api.interrupted(e);
    }
  }

  private boolean underTraffic(String v1, Traffic traffic, DemoWatch watch)
      throws InterruptedException {
    terminal.say("");
    terminal.say(
        terminal.bold(
            "3. v2 is smaller and faster. It is promoted as a canary, in ten steps over %d s."
                .formatted(options.ramp().toSeconds())));
    String v2 = models.promote(models.push(CANDIDATE));
    PromotionView reached =
        watch.until(
            RELEASE_TIMEOUT.plus(options.ramp()),
            view -> !view.running() || view.percent() >= options.cancelAt());
    if (!reached.running() || reached.percent() < options.cancelAt()) {
      throw Failure.failed(
          "The promotion did not reach %d %%: %s %s"
              .formatted(
                  options.cancelAt(),
                  lastStatus(reached),
                  reached.error() == null ? "" : reached.error()));
    }
    terminal.say("");
    terminal.say(terminal.bold("4. v2 reads worse than v1. One call takes the promotion back."));
    long inFlight = traffic.counts().inFlight();
    ServerReply cancel = models.cancel();
    long answered = session.host().timing().nanoTime().getAsLong();
    CancelPromotionResponseV1 answer = cancel.as(CancelPromotionResponseV1.class);
    terminal.say(
        "   %s in %s: %s"
            .formatted(
                terminal.bold(answer.status()), Durations.human(cancel.took()), answer.message()));
    watch.idle(answer.status());
    watch.until(AFTER, view -> false);
    boolean whole = traffic.finish();
    terminal.endLive();
    return judge(v1, v2, traffic, new DemoCheck.Cancel(cancel, inFlight, answered), whole);
  }

  private String lastStatus(PromotionView view) {
    String status = view.status();
    return status == null ? models.receipt().as(ReceiptBody.class).promotion().status() : status;
  }

  private boolean judge(
      String v1, String v2, Traffic traffic, DemoCheck.Cancel cancel, boolean whole) {
    ServerReply reply = settledReceipt(v2);
    var evidence =
        new DemoCheck.Evidence(
            traffic.counts(),
            cancel,
            whole,
            models.replicas(v2),
            models.view(),
            v1,
            reply.as(ReceiptBody.class));
    List<DemoCheck> checks = DemoCheck.all(evidence);
    var report = new DemoReport(evidence, checks, models.id(), WireJson.parse(reply.body()));
    if (session.json()) {
      terminal.answer(WireJson.write(report.json()));
    } else {
      report.print(terminal);
    }
    return report.good();
  }

  /// The receipt, once v2's replicas are gone, or when the time for that is over.
  private ServerReply settledReceipt(String v2) {
    Instant deadline = session.host().timing().clock().instant().plus(SETTLE_TIMEOUT);
    while (true) {
      ServerReply reply = models.receipt();
      boolean settled = reply.as(ReceiptBody.class).settledAt() != null && models.replicas(v2) == 0;
      if (settled || session.host().timing().clock().instant().isAfter(deadline)) {
        return reply;
      }
      terminal.flicker("   Waiting for the last replica of v2 to end ...");
      session.pause(POLL);
    }
  }
}
