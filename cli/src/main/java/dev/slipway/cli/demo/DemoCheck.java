package dev.slipway.cli.demo;

import dev.slipway.cli.client.ServerReply;
import dev.slipway.cli.term.Durations;
import dev.slipway.cli.term.PromotionView;
import dev.slipway.wire.PromotionBodies.CandidateServedBody;
import dev.slipway.wire.PromotionBodies.ReceiptBody;
import java.time.Duration;
import java.util.List;

/// One claim, and whether it held.
record DemoCheck(String claim, boolean held) {

  /// The cancel as its caller saw it.
  ///
  /// @param inFlight requests without an answer when it was called
  /// @param answeredNanos when its answer had been read
  record Cancel(ServerReply reply, long inFlight, long answeredNanos) {}

  /// The demo's observations, by which its claims are judged.
  ///
  /// @param whole every answer came before the client stopped waiting
  /// @param replicas of v2, at the end
  /// @param production the environment, at the end
  /// @param stable id of v1's deployment
  record Evidence(
      TrafficTally.Snapshot counts,
      Cancel cancel,
      boolean whole,
      int replicas,
      PromotionView production,
      String stable,
      ReceiptBody receipt) {}

  static List<DemoCheck> all(Evidence e) {
    TrafficTally.Snapshot counts = e.counts();
    TrafficTally.Side v2 = counts.side(Demo.CANDIDATE);
    CandidateServedBody served = e.receipt().candidateServed();
    boolean nothingLost = counts.lost() == 0 && e.whole() && counts.answered() == counts.sent();
    long difference = Math.abs(served.requests() - v2.answered());
    boolean sameCount = difference <= e.cancel().inFlight() && !served.interrupted();
    long late = v2.answered() == 0 ? -1 : v2.lastSentNanos() - e.cancel().answeredNanos();
    boolean fenced = v2.answered() == 0 || late <= 0;
    return List.of(
        new DemoCheck(
            "Nothing lost: %,d requests sent, %,d answered in full, %,d lost"
                .formatted(counts.sent(), counts.answered(), counts.lost()),
            nothingLost),
        new DemoCheck(
            "v2 had real traffic before the cancel: it answered %,d requests"
                .formatted(v2.answered()),
            v2.answered() > 0),
        new DemoCheck(
            "Fenced: of what was sent after the cancel's answer, v2 answered "
                + (fenced
                    ? "none" + lastSent(v2, -late)
                    : "some, up to " + Durations.human(Duration.ofNanos(late)) + " later"),
            fenced),
        new DemoCheck(
            "The receipt agrees: %,d requests to v2 (here: %,d, %,d in flight at the cancel)"
                .formatted(served.requests(), v2.answered(), e.cancel().inFlight()),
            sameCount),
        new DemoCheck(
            "The receipt counts %,d requests to v2 after the fence, and %,d lost"
                .formatted(served.afterFence(), served.lost()),
            served.afterFence() == 0 && served.lost() == 0),
        new DemoCheck(
            "The promotion is %s, v2's weight is %d %%, v1 is production"
                .formatted(e.receipt().promotion().status(), e.production().percent()),
            e.receipt().promotion().status().equals("CANCELED")
                && !e.production().running()
                && e.production().percent() == 0
                && e.production().serves(e.stable())),
        new DemoCheck(
            "No leftovers: v2 has %d replicas%s".formatted(e.replicas(), settled(e.receipt())),
            e.replicas() == 0 && e.receipt().settledAt() != null));
  }

  private static String lastSent(TrafficTally.Side v2, long early) {
    return v2.answered() == 0
        ? ""
        : " (last: " + Durations.human(Duration.ofNanos(early)) + " before it)";
  }

  private static String settled(ReceiptBody receipt) {
    return receipt.endedAt() == null || receipt.settledAt() == null
        ? ""
        : ", settled "
            + Durations.human(Duration.between(receipt.endedAt(), receipt.settledAt()))
            + " after the cancel";
  }
}
