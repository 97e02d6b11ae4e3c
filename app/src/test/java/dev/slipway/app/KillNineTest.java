package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// kill -9 of the whole server at random moments of a ramp and of a cancel: the next one comes to
/// the end that the record speaks of, and the models were never restarted.
///
/// `slipway.test.kills` (default 8) makes it longer; the proof suite of CI runs 50.
class KillNineTest extends ChildServerTest {
  private static final int KILLS = Integer.getInteger("slipway.test.kills", 8);
  private static final int RAMP_SECONDS = 10;
  private static final int PATIENCE_SECONDS = 30;

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
    try (var manager = running.manager();
        var background = Executors.newVirtualThreadPerTaskExecutor()) {
      var r = with(recording, manager);
      r.promote();
      int weight = 10 * (1 + random.nextInt(3));
      Await.until("weight " + weight, () -> r.percent() >= weight);
      Future<?> cancel =
          random.nextInt(4) > 0
              ? background.submit(() -> cancelOrDie(r))
              : CompletableFuture.completedFuture(null);
      LockSupport.parkNanos(Duration.ofMillis(random.nextInt(25)).toNanos());
      running.kill();
      ended(cancel);
    }
    var next = start();
    try (var manager = next.manager()) {
      var r = with(recording, manager);
      endsAsRecorded(r);
    }
    return next;
  }

  /// A cancel that is answered, or whose server is killed before it answers.
  private static void cancelOrDie(Recording r) {
    try {
      assertThat(r.cancel().ok().requiredAt("/status").stringValue())
          .isIn("RAMPING_DOWN", "CANCELED");
    } catch (UncheckedIOException e) {
      // The server was killed before it answered, which is the point.
      assertThat(e.getCause()).isInstanceOf(IOException.class);
    }
  }

  /// So that an error in the background fails the test.
  private static void ended(Future<?> cancel) {
    try {
      cancel.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the cancel in the background", e);
    }
  }

  private static void endsAsRecorded(Recording r) {
    boolean canceled = r.receipt().requiredAt("/timeline").toString().contains("GRACEFUL_CANCEL");
    if (canceled) {
      Await.until(
          "CANCELED",
          () -> r.receipt().requiredAt("/promotion/status").stringValue().equals("CANCELED"));
    } else {
      // The cancel was never accepted, so that the ramp goes on; this one is accepted.
      assertThat(r.receipt().requiredAt("/promotion/status").stringValue()).isEqualTo("RAMPING_UP");
      assertThat(r.cancel().ok().requiredAt("/status").stringValue()).isEqualTo("CANCELED");
    }
    assertThat(r.percent()).isZero();
    assertThat(r.current()).isEqualTo(r.v1());
  }

  private static Recording with(Recording r, Manager manager) {
    return new Recording(manager, r.records(), r.model(), r.v1(), r.v2());
  }
}
