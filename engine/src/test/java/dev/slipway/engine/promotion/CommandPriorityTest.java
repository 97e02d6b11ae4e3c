package dev.slipway.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CommandPriorityTest {
  private static final long LONG = Duration.ofMinutes(2).toNanos();

  private final CommandPriority way = new CommandPriority();

  @Test
  void withoutACommandNothingIsWaitedFor() {
    assertThat(way.give(LONG)).isEqualTo(LONG);
  }

  @Test
  void aCommandThatIsCarriedOutIsWaitedForToItsEnd() throws Exception {
    var begun = new CountDownLatch(1);
    var mayEnd = new CountDownLatch(1);
    var command = CompletableFuture.supplyAsync(() -> way.during(() -> held(begun, mayEnd)));
    begun.await();
    var left = new CompletableFuture<Long>();
    var worker = Thread.ofPlatform().start(() -> left.complete(way.give(LONG)));
    while (worker.getState() != Thread.State.TIMED_WAITING) {
      assertThat(left).as("it waits").isNotDone();
      Thread.onSpinWait();
    }
    mayEnd.countDown();
    assertThat(left.get(1, TimeUnit.MINUTES)).isPositive().isLessThan(LONG);
    assertThat(command.get(1, TimeUnit.MINUTES)).isTrue();
    assertThat(way.give(LONG)).isEqualTo(LONG);
  }

  @Test
  void aCommandThatWaitsHoldsUpTheRestForNoLongerThanThat() {
    assertThat(way.<Long>during(() -> way.give(1))).isNotPositive();
  }

  @Test
  void aCommandThatFailsIsOverToo() {
    var failure = new IllegalStateException("no");
    var thrown =
        CompletableFuture.supplyAsync(() ->
                way.during(() -> {
                  throw failure;
                }))
            .handle((_, e) -> e)
            .join();
    assertThat(thrown).hasCause(failure);
    assertThat(way.give(LONG)).isEqualTo(LONG);
  }

  private static boolean held(CountDownLatch begun, CountDownLatch mayEnd) {
    begun.countDown();
    try {
      return mayEnd.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
