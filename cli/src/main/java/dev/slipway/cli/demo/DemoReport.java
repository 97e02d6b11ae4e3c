package dev.slipway.cli.demo;

import dev.slipway.cli.term.ReceiptText;
import dev.slipway.cli.term.Terminal;
import dev.slipway.wire.PromotionBodies.CancelPromotionResponseV1;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The end of a demo: its evidence, judged, and the receipt.
///
/// @param receipt the server's JSON
record DemoReport(
    DemoCheck.Evidence evidence, List<DemoCheck> checks, String modelId, JsonNode receipt) {
  private static final double NANOS_PER_MILLI = 1e6;

  boolean good() {
    return checks.stream().allMatch(DemoCheck::held);
  }

  void print(Terminal terminal) {
    terminal.say("");
    terminal.answer(ReceiptText.of(terminal, evidence.receipt()));
    terminal.say("");
    terminal.say(terminal.bold("5. What was claimed, checked from the client's side:"));
    for (DemoCheck check : checks) {
      terminal.answer("   " + terminal.mark(check.held()) + " " + check.claim());
    }
    for (String reason : evidence.counts().reasons()) {
      terminal.answer("     lost: " + reason);
    }
    if (evidence.counts().held() > 0) {
      terminal.answer(
          "     note: %,d requests were held back by this client, which had too many in flight"
              .formatted(evidence.counts().held()));
    }
    terminal.say("");
    terminal.say(
        good()
            ? terminal.green("All of it held.")
            : terminal.red(
                "Not all of it held. This is a bug in Slipway or in this machine's set-up."));
  }

  /// The report for programs.
  ///
  /// @param ok every claim held
  record Json(
      boolean ok,
      String modelId,
      List<CheckJson> checks,
      RequestsJson requests,
      CancelJson cancel,
      JsonNode receipt) {}

  /// One claim for programs.
  record CheckJson(String claim, boolean ok) {}

  /// The demo's own requests for programs.
  ///
  /// @param heldBack not sent, because too many were in flight
  /// @param stable answered by v1
  /// @param candidate answered by v2
  record RequestsJson(
      long sent,
      long answered,
      long lost,
      long heldBack,
      long stable,
      long candidate,
      double stablePercentRight,
      double candidatePercentRight) {}

  /// The cancel for programs.
  ///
  /// @param inFlight requests without an answer when it was called
  record CancelJson(String status, double tookMs, long inFlight) {}

  Json json() {
    TrafficTally.Snapshot counts = evidence.counts();
    TrafficTally.Side stable = counts.side(Demo.STABLE);
    TrafficTally.Side candidate = counts.side(Demo.CANDIDATE);
    var requests =
        new RequestsJson(
            counts.sent(),
            counts.answered(),
            counts.lost(),
            counts.held(),
            stable.answered(),
            candidate.answered(),
            stable.percentRight(),
            candidate.percentRight());
    var cancel =
        new CancelJson(
            evidence.cancel().reply().as(CancelPromotionResponseV1.class).status(),
            evidence.cancel().reply().took().toNanos() / NANOS_PER_MILLI,
            evidence.cancel().inFlight());
    List<CheckJson> claims = checks.stream().map(c -> new CheckJson(c.claim(), c.held())).toList();
    return new Json(good(), modelId, claims, requests, cancel, receipt);
  }
}
