package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// kill -9 of the whole server at random moments of a ramp and of a cancel: the next one comes to
/// the end that the record speaks of, and the models were never restarted.
///
/// `slipway.test.kills` (default 8) makes it longer; the proof suite of CI runs 50.
class KillNineTest extends ChildServerTest {
  private static final int KILLS = Integer.getInteger("slipway.test.kills", 8);
  private static final int RAMP_SECONDS = 10;

  @Test
  void theNextServerEndsWhatTheRecordSpeaksOfAndTheModelsNeverNotice() {
    ChildServer running = start();
    Recording recording;
    try (var manager = running.manager()) {
      recording = Recording.deploy(manager, temp.resolve("records"));
      recording.canary(RAMP_SECONDS);
    }
    var random = new Random(11);
    for (int i = 0; i < KILLS; i++) {
      running = killOnce(running, recording, random);
    }
    System.out.printf("kill -9: %d kills, models started once%n", KILLS);
    assertThat(recording.starts(recording.v1())).as("v1 was never restarted").hasSize(1);
    assertThat(recording.starts(recording.v2())).as("v2 was never restarted").hasSize(1);
  }

  private ChildServer killOnce(ChildServer running, Recording recording, Random random) {
    try (var manager = running.manager()) {
      var r = with(recording, manager);
      r.promote();
      int weight = 10 * (1 + random.nextInt(3));
      Await.until("weight " + weight, () -> r.percent() >= weight);
      if (random.nextInt(4) > 0) {
        cancelInTheBackground(r);
      }
      LockSupport.parkNanos(Duration.ofMillis(random.nextInt(25)).toNanos());
      running.kill();
    }
    var next = start();
    try (var manager = next.manager()) {
      var r = with(recording, manager);
      endsAsRecorded(r);
    }
    return next;
  }

  private static void cancelInTheBackground(Recording r) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            r.cancel();
          } catch (UncheckedIOException e) {
            // The server was killed before it answered, which is the point.
            assertThat(e.getCause()).isInstanceOf(IOException.class);
          }
        });
  }

  private static void endsAsRecorded(Recording r) {
    boolean canceled = r.receipt().at("/timeline").toString().contains("GRACEFUL_CANCEL");
    if (canceled) {
      Await.until(
          "CANCELED", () -> r.receipt().at("/promotion/status").asString().equals("CANCELED"));
    } else {
      // The cancel was never accepted, so that the ramp goes on; this one is accepted.
      assertThat(r.receipt().at("/promotion/status").asString()).isEqualTo("RAMPING_UP");
      assertThat(r.cancel().ok().at("/status").asString()).isEqualTo("CANCELED");
    }
    assertThat(r.percent()).isZero();
    assertThat(r.current()).isEqualTo(r.v1());
  }

  private static Recording with(Recording r, Manager manager) {
    return new Recording(manager, r.records(), r.model(), r.v1(), r.v2());
  }
}
