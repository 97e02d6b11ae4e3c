package dev.slipway.gateway.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final long PATIENCE_SECONDS = 20;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong nanos = new AtomicLong(7);

  @AfterEach
  void close() throws Exception {
    vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void theClockStandsStillUntilSomethingHasADeadlineAndThenShowsTheTimeOfThatMoment()
      throws Exception {
    var seen = new CompletableFuture<List<Long>>();
    vertx.runOnContext(_ -> {
      var deadlines = new Deadlines(vertx, nanos::get, _ -> false);
      nanos.set(90_000_000_000L);
      long still = deadlines.now();
      deadlines.ensureTicking();
      seen.complete(List.of(still, deadlines.now()));
    });
    assertThat(seen.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).containsExactly(7L, 90_000_000_000L);
  }

  @Test
  void roundsGoOnWhileSomethingIsLeftAndStopAfterTheLast() throws Exception {
    var rounds = new AtomicInteger();
    var last = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
    vertx.runOnContext(_ -> {
      var deadlines =
          new Deadlines(
              vertx,
              nanos::get,
              _ -> {
                boolean more = rounds.incrementAndGet() < 3;
                if (!more) {
                  last.countDown();
                  // Two rounds' time later none has followed.
                  vertx.setTimer(2 * Deadlines.TICK_MILLIS, _ -> stopped.countDown());
                }
                return more;
              });
      deadlines.ensureTicking();
    });
    assertThat(last.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(stopped.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(rounds).hasValue(3);
  }
}
