package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Recording.Arrival;
import dev.slipway.testkit.Await;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The promise that the product exists for, on the whole server with real processes under load:
/// promotions are cancelled at random moments, and once the answer CANCELED was read, nothing
/// reaches the candidate any more, and nothing was lost.
///
/// `slipway.test.cancels` (default 10) and `slipway.test.rate` (default 500) make it longer; the
/// proof suite of CI runs 50 cancels at 2,000 requests a second.
class FencedCancelTest {
  private static final int CANCELS = Integer.getInteger("slipway.test.cancels", 10);
  private static final int RATE = Integer.getInteger("slipway.test.rate", 500);
  private static final int CONNECTIONS = 64;
  private static final int RAMP_SECONDS = 10;

  @TempDir private Path temp = Path.of("");

  /// A promotion was in progress until `answeredNanos`; from then on until the next one began, the
  /// candidate must not hear of any request.
  private record Quiet(long answeredNanos, long untilNanos) {
    boolean broken(long nanos) {
      return nanos > answeredNanos && nanos < untilNanos;
    }
  }

  @Test
  void nothingReachesTheCandidateOnceTheCancelWasAnsweredAndNothingIsLost() {
    var options = ServerSettings.at(temp.resolve("data"), ServerSettings.Address.free());
    try (var server = Server.start(options);
        var manager = new Manager(server.management(), server.apiKey())) {
      var recording = Recording.deploy(manager, temp.resolve("records"));
      recording.canary(RAMP_SECONDS);
      List<Quiet> quiets;
      var load =
          new Load(recording.predict(server.inference()), server.apiKey(), CONNECTIONS, RATE);
      long began = System.nanoTime();
      try (load) {
        quiets = cancelAgainAndAgain(recording, load);
      }
      report(load, System.nanoTime() - began);
      assertThat(load.lost()).as("requests lost of %d", load.answered()).isEmpty();
      check(recording, load, quiets);
    }
  }

  private static void report(Load load, long nanos) {
    System.out.printf(
        "fenced cancel: %d cancels, %d requests at %d a second (asked for: %d), %d lost%n",
        CANCELS,
        load.answered(),
        load.answered() * 1_000_000_000L / nanos,
        RATE,
        load.lost().size());
  }

  private static List<Quiet> cancelAgainAndAgain(Recording recording, Load load) {
    var random = new Random(7);
    var quiets = new ArrayList<Quiet>();
    for (int i = 0; i < CANCELS; i++) {
      recording.promote();
      int weight = 10 * (1 + random.nextInt(4));
      Await.until("weight " + weight, () -> recording.percent() >= weight);
      var reply = recording.cancel();
      assertThat(reply.ok().requiredAt("/status").stringValue()).isEqualTo("CANCELED");
      long answered = load.answered();
      Await.until("200 more answers", () -> load.answered() > answered + 200);
      quiets.add(new Quiet(reply.readNanos(), System.nanoTime()));
      checkReceipt(recording.receipt());
    }
    return quiets;
  }

  /// What the gateway wrote down of itself: the last head it sent to the candidate, and the fence.
  private static void checkReceipt(JsonNode receipt) {
    assertThat(receipt.requiredAt("/candidate_served/after_fence").longValue()).isZero();
    assertThat(receipt.requiredAt("/candidate_served/lost").longValue()).isZero();
    var fenced = receipt.requiredAt("/fenced_at").stringValue();
    if (receipt.requiredAt("/candidate_served/requests").longValue() > 0) {
      var lastSent =
          Instant.parse(receipt.requiredAt("/candidate_served/last_sent_at").stringValue());
      assertThat(lastSent).isBeforeOrEqualTo(Instant.parse(fenced));
    }
  }

  /// Requests on the candidate that its kernel did not have yet when it was asked after the answer
  /// had been read. All of them were sent before (see [#check]); a busy machine's kernel delivers
  /// what it was handed some milliseconds later, which is reported and not judged.
  private static long late(List<Arrival> arrivals, List<Quiet> quiets) {
    return arrivals.stream()
        .filter(a -> quiets.stream().anyMatch(q -> q.broken(a.notBefore())))
        .count();
  }

  private static void check(Recording recording, Load load, List<Quiet> quiets) {
    List<Arrival> arrivals = recording.arrivals(recording.v2());
    assertThat(arrivals).as("the candidate did serve").hasSizeGreaterThan(CANCELS);
    System.out.printf(
        "fenced cancel: of %d requests on the candidate, %d were delivered late by the kernel%n",
        arrivals.size(), late(arrivals, quiets));
    for (Quiet q : quiets) {
      assertThat(arrivals)
          .as("sent by the client after the answer was read, and seen by the candidate")
          .noneMatch(a -> q.broken(load.sentAt(a.number())));
    }
    assertThat(recording.starts(recording.v1())).as("v1 was started once").hasSize(1);
    assertThat(recording.starts(recording.v2())).as("v2 was started once").hasSize(1);
  }
}
