package dev.slipway.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.HealthChecks;
import dev.slipway.engine.port.runtime.Replica.State;
import dev.slipway.runtime.process.HealthJudge.Cause;
import dev.slipway.runtime.process.HealthJudge.Finding;
import dev.slipway.runtime.process.HealthJudge.Load;
import dev.slipway.runtime.process.HealthJudge.Rules;
import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The judge on a clock of its own, in seconds.
class HealthJudgeTest {
  private static final Rules RULES = new Rules(2, 6, Duration.ofSeconds(30), Duration.ofSeconds(1));
  private static final Duration STARTUP = Duration.ofSeconds(100);
  private static final HealthChecks QUICK = new HealthChecks(null, 60, 90, null);

  /// Somewhere near the end of what a clock of nanoseconds counts to.
  private static final long START = Long.MAX_VALUE - Duration.ofSeconds(50).toNanos();

  private HealthJudge judge = judging(HealthChecks.NONE);
  private long now = START;
  private int inFlight;
  private long answered;

  private static HealthJudge judging(HealthChecks checks) {
    return new HealthJudge(RULES, checks, STARTUP, START, new Load(0, 0));
  }

  private @Nullable Cause after(int seconds, Finding finding) {
    now += Duration.ofSeconds(seconds).toNanos();
    judge.readiness(finding, now);
    judge.liveness(finding, now);
    return look();
  }

  private @Nullable Cause after(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
    return look();
  }

  private @Nullable Cause look() {
    return judge.judge(now, new Load(inFlight, answered));
  }

  @Test
  void badAnswersWithAnsweredRequestsAmidSilenceBetweenThemAreNotInARow() {
    judge = judging(QUICK);
    after(1, Finding.GOOD);
    inFlight = 1;
    assertThat(after(2, Finding.UNWELL)).isNull();
    for (int i = 0; i < 20; i++) {
      answered++;
      assertThat(after(10, Finding.SILENT)).isNull();
    }
    assertThat(after(2, Finding.UNWELL)).isNull();
    assertThat(judge.state()).isNotEqualTo(State.UNHEALTHY);
  }

  @Test
  void oneThatHasEndedALongSilenceWithAnAnswerIsBusyForTwiceAsLong() {
    after(1, Finding.GOOD);
    inFlight = 1;
    after(2, Finding.SILENT);
    after(2, Finding.SILENT);
    after(96);
    assertThat(judge.state()).isEqualTo(State.SILENT);
    answered++;
    after(1);
    assertThat(judge.state()).isEqualTo(State.BUSY);
    after(190, Finding.SILENT);
    assertThat(judge.state()).as("its inferences take 100 s").isEqualTo(State.BUSY);
    after(20, Finding.SILENT);
    assertThat(judge.state()).isEqualTo(State.SILENT);
  }

  @Test
  void aProcessIsStartingUntilItsFirstGoodAnswerAndNotForEver() {
    assertThat(after(50, Finding.UNWELL)).isNull();
    assertThat(judge.state()).isEqualTo(State.STARTING);
    assertThat(after(49, Finding.SILENT)).isNull();
    assertThat(after(1)).isEqualTo(Cause.SLOW_START);
    assertThat(after(1, Finding.GOOD)).isNull();
    assertThat(judge.state()).isEqualTo(State.READY);
  }

  @ParameterizedTest
  @EnumSource(
      value = Finding.class,
      names = {"UNWELL", "UNREACHABLE"})
  void whatAProbeHasMetTakesItOutOfTheTrafficAndThenReplacesIt(Finding finding) {
    after(1, Finding.GOOD);
    inFlight = 1;
    after(2, finding);
    assertThat(judge.state()).isEqualTo(State.READY);
    after(2, finding);
    assertThat(judge.state()).isEqualTo(State.UNHEALTHY);
    for (var i = 0; i < 3; i++) {
      assertThat(after(10, finding)).isNull();
    }
    assertThat(after(10, finding)).isEqualTo(Cause.FAILING);
  }

  @Test
  void oneGoodAnswerMakesItWell() {
    after(1, Finding.GOOD);
    after(2, Finding.UNREACHABLE);
    after(2, Finding.UNREACHABLE);
    after(2, Finding.GOOD);
    assertThat(judge.state()).isEqualTo(State.READY);
    for (var i = 0; i < 4; i++) {
      after(10, Finding.UNREACHABLE);
      assertThat(after(10, Finding.GOOD)).isNull();
    }
  }

  @Test
  void silenceIsNoDeathAndTakesBackNoneEither() {
    after(1, Finding.GOOD);
    after(2, Finding.UNREACHABLE);
    after(2, Finding.SILENT);
    after(2, Finding.SILENT);
    assertThat(judge.state()).isEqualTo(State.BUSY);
    after(2, Finding.UNREACHABLE);
    assertThat(judge.state()).isEqualTo(State.UNHEALTHY);
    after(2, Finding.SILENT);
    after(2, Finding.SILENT);
    assertThat(judge.state()).isEqualTo(State.UNHEALTHY);
  }

  @Test
  void itIsBusyWhileItCompletesAnswersForHoweverLongItsProbesWait() {
    after(1, Finding.GOOD);
    inFlight = 5;
    after(2, Finding.SILENT);
    for (var i = 0; i < 10_000; i++) {
      assertThat(after(2, Finding.SILENT)).isNull();
      assertThat(judge.state()).isEqualTo(State.BUSY);
      answered += i % 10 == 0 ? 1 : 0;
    }
  }

  @Test
  void withoutAnyAnswerItIsSilentAndOneAnswerMakesItBusyAgain() {
    after(1, Finding.GOOD);
    inFlight = 1;
    after(15, Finding.SILENT);
    after(14, Finding.SILENT);
    assertThat(judge.state()).isEqualTo(State.BUSY);
    after(1);
    assertThat(judge.state()).isEqualTo(State.SILENT);
    answered++;
    after(1);
    assertThat(judge.state()).isEqualTo(State.BUSY);
  }

  @Test
  void whatIsSilentForHalfAnHourIsGivenNoMoreRequestsAndReplacedOnceItHasNone() {
    after(1, Finding.GOOD);
    inFlight = 1;
    after(5, Finding.SILENT);
    after(5, Finding.SILENT);
    assertThat(after(1_789, Finding.SILENT)).isNull();
    assertThat(judge.state()).isEqualTo(State.SILENT);
    assertThat(after(1)).isNull();
    assertThat(judge.state()).isEqualTo(State.UNHEALTHY);
    for (var i = 0; i < 100; i++) {
      assertThat(after(60, Finding.SILENT)).isNull();
    }
    inFlight = 0;
    assertThat(after(1)).isNull();
    assertThat(after(1)).isEqualTo(Cause.SILENCE);
  }

  @Test
  void anAnswerAfterHoursOfSilenceBringsItBack() {
    after(1, Finding.GOOD);
    inFlight = 1;
    after(4_000, Finding.SILENT);
    after(10, Finding.SILENT);
    assertThat(judge.state()).isEqualTo(State.UNHEALTHY);
    answered++;
    inFlight = 0;
    assertThat(after(10, Finding.SILENT)).isNull();
    assertThat(judge.state()).isEqualTo(State.BUSY);
    assertThat(after(10, Finding.SILENT)).isNull();
  }

  @Test
  void aRequestOnItsWayWhileItLeavesKeepsIt() {
    judge = judging(QUICK);
    after(1, Finding.GOOD);
    after(5, Finding.SILENT);
    after(5, Finding.SILENT);
    assertThat(after(80, Finding.SILENT)).isNull();
    assertThat(judge.state()).isEqualTo(State.UNHEALTHY);
    inFlight = 1;
    assertThat(after(1)).isNull();
    inFlight = 0;
    assertThat(after(10)).isNull();
    assertThat(after(1)).isEqualTo(Cause.SILENCE);
  }

  @Test
  void aGatewayThatForgetsAReplicaHasNotAnswered() {
    judge = judging(QUICK);
    answered = 7;
    after(1, Finding.GOOD);
    after(30, Finding.SILENT);
    after(40, Finding.SILENT);
    assertThat(judge.state()).isEqualTo(State.UNHEALTHY);
    answered = 0;
    after(1, Finding.SILENT);
    assertThat(judge.state()).isEqualTo(State.UNHEALTHY);
  }

  @Test
  void theThresholdsOfItsConfigCountForAnswersThatSayItIsNotWell() {
    judge = judging(QUICK);
    after(1, Finding.GOOD);
    for (var i = 0; i < 6; i++) {
      assertThat(after(10, Finding.UNWELL)).isNull();
      assertThat(judge.state()).isEqualTo(State.READY);
    }
    assertThat(after(10, Finding.UNWELL)).isNull();
    assertThat(judge.state()).isEqualTo(State.UNHEALTHY);
    assertThat(after(20, Finding.UNWELL)).isNull();
    assertThat(after(10, Finding.UNWELL)).isEqualTo(Cause.FAILING);
  }

  @Test
  void thresholdsOfItsConfigDoNotHideADeadProcess() {
    judge = judging(new HealthChecks(null, 3_000, 3_000, null));
    after(1, Finding.GOOD);
    after(2, Finding.UNREACHABLE);
    after(2, Finding.UNREACHABLE);
    assertThat(judge.state()).isEqualTo(State.UNHEALTHY);
    for (var i = 0; i < 3; i++) {
      assertThat(after(10, Finding.UNREACHABLE)).isNull();
    }
    assertThat(after(10, Finding.UNREACHABLE)).isEqualTo(Cause.FAILING);
  }

  @Test
  void nothingReplacesItWithinTheDelayAfterItsStart() {
    judge = judging(new HealthChecks(null, null, 60, 600));
    after(1, Finding.GOOD);
    for (var i = 0; i < 59; i++) {
      assertThat(after(10, Finding.SILENT)).isNull();
    }
    assertThat(after(9, Finding.UNREACHABLE)).isNull();
    for (var i = 0; i < 6; i++) {
      assertThat(after(10, Finding.SILENT)).isNull();
    }
    assertThat(after(0, Finding.SILENT)).isNull();
    assertThat(after(1)).isEqualTo(Cause.SILENCE);
  }

  @Test
  void anAdoptedProcessThatIsSilentAtItsOneProbeIsBusy() {
    judge.adopt(Finding.SILENT, START);
    assertThat(judge.state()).isEqualTo(State.BUSY);
    judge = judging(HealthChecks.NONE);
    judge.adopt(Finding.UNREACHABLE, START);
    assertThat(judge.state()).isEqualTo(State.UNHEALTHY);
    judge = judging(HealthChecks.NONE);
    judge.adopt(Finding.GOOD, START);
    assertThat(judge.state()).isEqualTo(State.READY);
  }

  /// Over random lives: silence alone never takes a process out of the traffic before its
  /// threshold, nothing is replaced for it under a request or soon after an answer, and whatever is
  /// met by two probes in a row is believed.
  @Test
  void overRandomLivesBusynessIsNeverDeath() {
    for (var seed = 0L; seed < 2_000; seed++) {
      new Life(RandomGeneratorFactory.of("L64X128MixRandom").create(seed), seed).live();
    }
  }

  /// A random life, beside a model of it that remembers only moments.
  private static final class Life {
    private final RandomGenerator random;
    private final String name;
    private final HealthChecks checks;
    private final HealthJudge judge;
    private long second;
    private long lastSign;
    private int inFlight;
    private long answered = 1;
    private int unwell;
    private long lastUnwell;
    private long knownAnswered = 1;
    private long lastAnswered;
    private boolean dead;

    Life(RandomGenerator random, long seed) {
      this.random = random;
      this.name = "life " + seed;
      this.checks =
          new HealthChecks(
              null,
              random.nextBoolean() ? null : random.nextInt(10, 200),
              random.nextBoolean() ? null : random.nextInt(10, 200),
              random.nextBoolean() ? null : random.nextInt(0, 100));
      this.judge = judging(checks);
    }

    void live() {
      meet(Finding.GOOD);
      for (var i = 0; i < 300; i++) {
        second += random.nextInt(1, 15);
        var mood = random.nextInt(100);
        if (mood < 20) {
          inFlight++;
        } else if (mood < 40 && inFlight > 0) {
          inFlight--;
          if (random.nextInt(4) > 0) {
            answered++;
            lastSign = second;
          }
        }
        meet(finding());
        if (check() != null) {
          return;
        }
      }
    }

    private Finding finding() {
      var n = random.nextInt(100);
      return n < 80
          ? Finding.SILENT
          : n < 90 ? Finding.GOOD : n < 95 ? Finding.UNWELL : Finding.UNREACHABLE;
    }

    private void meet(Finding finding) {
      var now = START + Duration.ofSeconds(second).toNanos();
      judge.readiness(finding, now);
      judge.liveness(finding, now);
      switch (finding) {
        case GOOD -> {
          unwell = 0;
          dead = false;
          lastSign = second;
        }
        case UNWELL -> {
          unwell++;
          lastUnwell = second;
          lastSign = second;
        }
        case UNREACHABLE -> {
          unwell++;
          lastUnwell = second;
        }
        case SILENT -> unwell = !dead && lastAnswered > lastUnwell ? 0 : unwell;
      }
      dead |= unwell >= RULES.readinessFailures();
    }

    private @Nullable Cause check() {
      var now = START + Duration.ofSeconds(second).toNanos();
      var cause = judge.judge(now, new Load(inFlight, answered));
      lastAnswered = answered == knownAnswered ? lastAnswered : second;
      knownAnswered = answered;
      var quiet = second - lastSign;
      if (cause == Cause.SILENCE) {
        assertThat(inFlight).as(name).isZero();
        assertThat(quiet).as(name).isGreaterThanOrEqualTo(checks.restart().toSeconds());
      }
      if (cause == Cause.FAILING) {
        assertThat(unwell).as(name).isGreaterThanOrEqualTo(2);
      }
      var soonest = Math.min(checks.stopTraffic().toSeconds(), checks.restart().toSeconds());
      if (!dead && quiet < soonest) {
        assertThat(judge.state()).as(name).isIn(State.READY, State.BUSY, State.SILENT);
      }
      if (judge.state() == State.SILENT) {
        assertThat(quiet).as(name).isGreaterThanOrEqualTo(RULES.silence().toSeconds());
      }
      if (dead && checks.stopTrafficSeconds() == null && cause == null) {
        assertThat(judge.state()).as(name).isEqualTo(State.UNHEALTHY);
      }
      return cause;
    }
  }
}
