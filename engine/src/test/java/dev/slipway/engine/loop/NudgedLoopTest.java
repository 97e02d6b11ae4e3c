package dev.slipway.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.loop.NudgedLoop.Pace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The loop under a clock that stands still, unless a test moves it: what a turn says is due comes
/// by itself only where that clock says so.
@Timeout(60)
class NudgedLoopTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(5);
  private static final Pace PATIENT = new Pace(LONG, LONG, LONG, Duration.ZERO, LONG);

  private final BlockingQueue<Boolean> turns = new LinkedBlockingQueue<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger taken = new AtomicInteger();

  private NudgedLoop loop(Pace pace, NudgedLoop.Turn turn) {
    return new NudgedLoop("test", pace, turn, failures::add, InstantSource.fixed(NOW));
  }

  private Instant record(boolean nudged, Instant next) {
    taken.incrementAndGet();
    turns.add(nudged);
    return next;
  }

  /// Waits for the next turn.
  private boolean wasNudged() throws InterruptedException {
    Boolean nudged = turns.poll(20, TimeUnit.SECONDS);
    assertThat(nudged).as("a turn within 20 s").isNotNull();
    return Boolean.TRUE.equals(nudged);
  }

  @Test
  void startsWithATurnAndTakesTheNextWhenItIsNudged() throws InterruptedException {
    try (var loop = loop(PATIENT, nudged -> record(nudged, Instant.MAX))) {
      loop.start();
      assertThat(wasNudged()).isFalse();
      loop.nudge();
      assertThat(wasNudged()).isTrue();
    }
    assertThat(taken).hasValue(2);
  }

  @Test
  void aTurnThatIsDueComesWithoutANudge() throws InterruptedException {
    try (var loop = loop(PATIENT, nudged -> record(nudged, due(NOW)))) {
      loop.start();
      assertThat(wasNudged()).isFalse();
      assertThat(wasNudged()).isFalse();
      assertThat(wasNudged()).isFalse();
    }
  }

  /// Three turns are due at once, and then none.
  private Instant due(Instant at) {
    return taken.get() < 2 ? at : Instant.MAX;
  }

  @Test
  void aLostNudgeCostsOnePoll() throws InterruptedException {
    var pace = new Pace(SHORT, LONG, LONG, Duration.ZERO, LONG);
    try (var loop = loop(pace, nudged -> record(nudged, Instant.MAX))) {
      loop.start();
      assertThat(wasNudged()).isFalse();
      assertThat(wasNudged()).as("no nudge came").isFalse();
    }
  }

  @Test
  void aClockThatWasSetBackMakesNoTurnWaitForIt() throws InterruptedException {
    var pace = new Pace(SHORT, LONG, LONG, Duration.ZERO, LONG);
    Instant beforeItWasSetBack = NOW.plus(Duration.ofDays(1));
    try (var loop = loop(pace, nudged -> record(nudged, beforeItWasSetBack.plus(SHORT)))) {
      loop.start();
      assertThat(wasNudged()).isFalse();
      assertThat(wasNudged()).isFalse();
    }
  }

  @Test
  void nudgesThatComeTogetherMakeOneTurn() throws InterruptedException {
    var inTurn = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var loop =
        loop(
            PATIENT,
            nudged -> {
              inTurn.countDown();
              await(goOn);
              return record(nudged, Instant.MAX);
            })) {
      loop.start();
      await(inTurn);
      for (int i = 0; i < 5; i++) {
        loop.nudge();
      }
      goOn.countDown();
      assertThat(wasNudged()).isFalse();
      assertThat(wasNudged()).as("what was nudged during the turn is not lost").isTrue();
      loop.nudge();
      assertThat(wasNudged()).isTrue();
    }
    assertThat(taken).hasValue(3);
  }

  @Test
  void aTurnThatThrowsIsCountedAndFollowedByAnother() throws InterruptedException {
    var pace = new Pace(LONG, SHORT, SHORT, Duration.ZERO, LONG);
    try (var loop =
        loop(
            pace,
            nudged -> {
              var next = record(nudged, Instant.MAX);
              if (taken.get() < 3) {
                throw new IllegalStateException("turn " + taken.get());
              }
              return next;
            })) {
      loop.start();
      assertThat(wasNudged()).isFalse();
      assertThat(wasNudged()).isFalse();
      assertThat(wasNudged()).isFalse();
    }
    assertThat(failures).containsExactly("test", "test");
  }

  @Test
  void anErrorAndAFailureThatCannotBeCountedDoNotEndTheLoop() throws InterruptedException {
    var pace = new Pace(LONG, SHORT, SHORT, Duration.ZERO, LONG);
    NudgedLoop.Turn turn =
        nudged -> {
          var next = record(nudged, Instant.MAX);
          if (taken.get() == 1) {
            throw new StackOverflowError("deep");
          }
          return next;
        };
    try (var loop =
        new NudgedLoop(
            "test",
            pace,
            turn,
            _ -> {
              throw new IllegalStateException("no counter");
            },
            InstantSource.fixed(NOW))) {
      loop.start();
      assertThat(wasNudged()).isFalse();
      assertThat(wasNudged()).isFalse();
    }
  }

  @Test
  void aClockThatWasSetBackMakesWhatWasDueByItDueAtOnce() throws InterruptedException {
    var clock = new AtomicReference<>(NOW);
    var pace = new Pace(SHORT, LONG, LONG, Duration.ZERO, LONG);
    try (var loop =
        new NudgedLoop(
            "test", pace, nudged -> record(nudged, NOW.plus(LONG)), failures::add, clock::get)) {
      loop.start();
      assertThat(wasNudged()).isFalse();
      clock.set(NOW.minus(LONG));
      Boolean nudged = turns.poll(20, TimeUnit.SECONDS);
      while (Boolean.FALSE.equals(nudged)) { // turns that the poll brought before the clock moved
        nudged = turns.poll(20, TimeUnit.SECONDS);
      }
      assertThat(nudged).as("a turn because the clock was set back").isTrue();
    }
  }

  @Test
  void noNudgeCutsTheFloorOfTheBackOffShortButClosingDoes() throws InterruptedException {
    var loop =
        loop(
            PATIENT,
            nudged -> {
              var _ = record(nudged, Instant.MAX);
              throw new IllegalStateException("always");
            });
    loop.start();
    assertThat(wasNudged()).isFalse();
    loop.nudge();
    assertThat(turns.poll(100, TimeUnit.MILLISECONDS)).as("a turn during the back-off").isNull();
    loop.close();
    assertThat(taken).hasValue(1);
    assertThat(failures).hasSize(1);
  }

  @Test
  void aNudgeEndsTheWaitAfterATurnThatThrew() throws InterruptedException {
    var pace = new Pace(LONG, LONG, SHORT, Duration.ZERO, LONG);
    try (var loop =
        loop(
            pace,
            nudged -> {
              var next = record(nudged, Instant.MAX);
              if (taken.get() == 1) {
                throw new IllegalStateException("once");
              }
              return next;
            })) {
      loop.start();
      assertThat(wasNudged()).isFalse();
      loop.nudge();
      assertThat(wasNudged()).as("the turn is told of the nudge that ended the wait").isTrue();
    }
    assertThat(failures).hasSize(1);
  }

  @Test
  void closingEndsTheWaitAfterATurnThatThrew() throws InterruptedException {
    var pace = new Pace(LONG, LONG, SHORT, Duration.ZERO, LONG);
    var loop =
        loop(
            pace,
            nudged -> {
              var _ = record(nudged, Instant.MAX);
              throw new IllegalStateException("always");
            });
    loop.start();
    assertThat(wasNudged()).isFalse();
    assertThat(turns.poll(100, TimeUnit.MILLISECONDS)).as("a turn without a nudge").isNull();
    loop.close();
    assertThat(taken).hasValue(1);
  }

  @Test
  void closingWaitsForTheTurnThatIsUnderWay() throws InterruptedException {
    var inTurn = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var loop =
        loop(
            PATIENT,
            nudged -> {
              inTurn.countDown();
              await(goOn);
              return record(nudged, NOW);
            });
    loop.start();
    await(inTurn);
    var closing = Thread.ofVirtual().start(loop::close);
    assertThat(closing.join(Duration.ofMillis(50))).as("closed during a turn").isFalse();
    goOn.countDown();
    assertThat(closing.join(Duration.ofSeconds(20))).isTrue();
    assertThat(taken).as("none after it, although one was due").hasValue(1);
  }

  @Test
  void closingWaitsNoLongerThanItsLimit() throws InterruptedException {
    var inTurn = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var loop =
        loop(
            new Pace(LONG, LONG, LONG, Duration.ZERO, SHORT),
            nudged -> {
              inTurn.countDown();
              await(goOn);
              return record(nudged, NOW);
            });
    loop.start();
    await(inTurn);
    loop.close();
    assertThat(taken).hasValue(0);
    goOn.countDown();
  }

  @Test
  void anInterruptDoesNotEndTheLoop() throws InterruptedException {
    var threads = new LinkedBlockingQueue<Thread>();
    try (var loop =
        loop(
            PATIENT,
            nudged -> {
              threads.add(Thread.currentThread());
              return record(nudged, Instant.MAX);
            })) {
      loop.start();
      assertThat(wasNudged()).isFalse();
      threads.take().interrupt();
      loop.nudge();
      wasNudged();
      loop.nudge();
      assertThat(wasNudged()).isTrue();
    }
  }

  @Test
  void aLoopThatStartsLaterWaitsForOnePoll() throws InterruptedException {
    var loop = loop(PATIENT, nudged -> record(nudged, Instant.MAX));
    loop.startLater();
    loop.close();
    assertThat(taken).hasValue(0);

    var soon = new Pace(SHORT, LONG, LONG, Duration.ZERO, LONG);
    try (var second = loop(soon, nudged -> record(nudged, Instant.MAX))) {
      second.startLater();
      assertThat(wasNudged()).isFalse();
    }
  }

  @Test
  void aLoopThatNeverStartedCloses() {
    loop(PATIENT, nudged -> record(nudged, Instant.MAX)).close();
    assertThat(taken).hasValue(0);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
