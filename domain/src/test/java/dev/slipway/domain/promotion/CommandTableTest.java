package dev.slipway.domain.promotion;

import static dev.slipway.domain.promotion.Promotions.ENVIRONMENT;
import static dev.slipway.domain.promotion.Promotions.OLD;
import static dev.slipway.domain.promotion.Promotions.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.promotion.Decision.Consequence;
import dev.slipway.domain.promotion.Observation.Side;
import dev.slipway.domain.settings.PromotionKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every cell of the table of states and commands: a command or a state without a cell fails here.
class CommandTableTest {
  private static final String NOTHING = "Environment production has no in progress promotion.";

  private static final Observation NOTHING_SEEN =
      new Observation(T0, Routing.EMPTY, Side.NONE, Side.NONE, 1, false, false);
  private static final String REFUSED = "REFUSED";

  /// The commands in the order of a row's columns; the last column is a promote, which is no
  /// command of a promotion.
  private static final List<Command> COMMANDS =
      List.of(
          new Command.Cancel(),
          new Command.ForceCancel(),
          new Command.Pause(),
          new Command.Resume(),
          new Command.ForceRollForward());

  /// One state with what becomes of it by each command: the published status after it, with a star
  /// where nothing is written, or REFUSED.
  record Row(Promotion promotion, List<String> outcomes) {
    static Row of(Promotion p, String... outcomes) {
      return new Row(p, List.of(outcomes));
    }
  }

  static Stream<Row> rows() {
    return Stream.of(plain(), canary(), rolling(), rollingPausedAndBack(), ended())
        .flatMap(rows -> rows);
  }

  private static Stream<Row> plain() {
    return Stream.of(
        Row.of(
            Promotions.plain(Promotions.releasing()),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            REFUSED,
            "RELEASING*",
            "RAMPING_UP",
            REFUSED),
        Row.of(
            Promotions.plain(Promotions.forwarding()),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            REFUSED,
            "RAMPING_UP*",
            "RAMPING_UP*",
            REFUSED),
        Row.of(
            Promotions.plain(Promotions.rampingDown()),
            "RAMPING_DOWN*",
            "RAMPING_DOWN*",
            REFUSED,
            REFUSED,
            "RAMPING_UP",
            REFUSED));
  }

  private static Stream<Row> canary() {
    return Stream.concat(canaryOnItsWay(), canaryAtItsEnd());
  }

  private static Stream<Row> canaryOnItsWay() {
    return Stream.of(
        Row.of(
            Promotions.canary(Promotions.releasing()),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            "RELEASING",
            "RELEASING*",
            "RAMPING_UP",
            REFUSED),
        Row.of(
            Promotions.canary(Promotions.held()),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            "RELEASING*",
            "RELEASING",
            "RAMPING_UP",
            REFUSED),
        Row.of(
            Promotions.canary(Promotions.rampingUp(5)),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            "PAUSED",
            "RAMPING_UP*",
            "RAMPING_UP",
            REFUSED),
        Row.of(
            Promotions.canary(Promotions.paused(0)),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            "PAUSED*",
            "RAMPING_UP",
            "RAMPING_UP",
            REFUSED),
        Row.of(
            Promotions.canary(Promotions.paused(5)),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            "PAUSED*",
            "RAMPING_UP",
            "RAMPING_UP",
            REFUSED));
  }

  private static Stream<Row> canaryAtItsEnd() {
    return Stream.of(
        Row.of(
            Promotions.canary(Promotions.forwarding()),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            REFUSED,
            "RAMPING_UP*",
            "RAMPING_UP*",
            REFUSED),
        Row.of(
            Promotions.canary(Promotions.returning()),
            "RAMPING_DOWN*",
            "RAMPING_DOWN",
            REFUSED,
            REFUSED,
            "RAMPING_UP",
            REFUSED),
        Row.of(
            Promotions.canary(Promotions.unreadable()),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            REFUSED,
            REFUSED,
            "RAMPING_UP",
            REFUSED),
        Row.of(
            Promotions.canary(Promotions.rampingDown()),
            "RAMPING_DOWN*",
            "RAMPING_DOWN*",
            REFUSED,
            REFUSED,
            "RAMPING_UP",
            REFUSED));
  }

  private static Stream<Row> rolling() {
    return Stream.of(
        Row.of(
            Promotions.rolling(Promotions.releasing()),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            "RELEASING",
            "RELEASING*",
            "RAMPING_UP",
            REFUSED),
        Row.of(
            Promotions.rolling(Promotions.held()),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            "RELEASING*",
            "RELEASING",
            "RAMPING_UP",
            REFUSED),
        Row.of(
            Promotions.rolling(Promotions.rollingStep(4)),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            "RAMPING_UP",
            "RAMPING_UP*",
            "RAMPING_UP",
            REFUSED),
        Row.of(
            Promotions.rolling(Promotions.rollingToPause(4)),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            "RAMPING_UP*",
            "RAMPING_UP",
            "RAMPING_UP",
            REFUSED),
        Row.of(
            Promotions.rolling(Promotions.stabilizing(4)),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            "PAUSED",
            "RAMPING_UP*",
            "RAMPING_UP",
            REFUSED));
  }

  private static Stream<Row> rollingPausedAndBack() {
    return Stream.of(
        Row.of(
            Promotions.rolling(Promotions.rollingPaused(0)),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            "PAUSED*",
            "RAMPING_UP",
            "RAMPING_UP",
            REFUSED),
        Row.of(
            Promotions.rolling(Promotions.rollingPaused(4)),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            "PAUSED*",
            "RAMPING_UP",
            "RAMPING_UP",
            REFUSED),
        Row.of(
            Promotions.rolling(Promotions.forwarding()),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            REFUSED,
            "RAMPING_UP*",
            "RAMPING_UP*",
            REFUSED),
        Row.of(
            Promotions.rolling(Promotions.returning()),
            "RAMPING_DOWN*",
            "RAMPING_DOWN",
            REFUSED,
            REFUSED,
            "RAMPING_UP",
            REFUSED),
        Row.of(
            Promotions.rolling(Promotions.returningAfterFailure()),
            "RAMPING_DOWN",
            "RAMPING_DOWN",
            REFUSED,
            REFUSED,
            "RAMPING_UP",
            REFUSED),
        Row.of(
            Promotions.rolling(Promotions.rampingDown()),
            "RAMPING_DOWN*",
            "RAMPING_DOWN*",
            REFUSED,
            REFUSED,
            "RAMPING_UP",
            REFUSED));
  }

  private static Stream<Row> ended() {
    return Stream.of(Promotions.succeeded(), Promotions.canceled(), Promotions.failed())
        .flatMap(s -> Stream.of(Promotions.plain(s), Promotions.canary(s), Promotions.rolling(s)))
        .map(p -> Row.of(p, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, "RELEASING*"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyCellOfTheTableHolds(Row row) {
    PromotionState state = row.promotion().state();
    var seen = Promotions.seen(state, T0.plusSeconds(60), 4);
    for (int i = 0; i < COMMANDS.size(); i++) {
      var command = COMMANDS.get(i);
      var outcome = PromotionCommands.accept(ENVIRONMENT, row.promotion(), command, seen);
      assertThat(text(outcome)).as(command + " in " + state).isEqualTo(row.outcomes().get(i));
    }
    String promoted = row.outcomes().getLast();
    if (promoted.equals(REFUSED)) {
      assertThat(PromotionCommands.whyNotPromote(row.promotion()))
          .contains("Environment production already has an in progress promotion", state.status());
    } else {
      assertThat(promoted).isEqualTo("RELEASING*");
      assertThat(PromotionCommands.whyNotPromote(row.promotion())).isNull();
    }
    assertThat(row.outcomes()).hasSize(COMMANDS.size() + 1);
  }

  private static String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused(var why) -> {
        assertThat(why).contains("production");
        yield REFUSED;
      }
      case Outcome.Accepted(var d) -> d.next().status() + (d.changed() ? "" : "*");
    };
  }

  @Test
  void theTableHasACellForEveryStateAndCommand() {
    Set<String> missing = new HashSet<>();
    for (Class<?> state : StatePage.leaves(PromotionState.class)) {
      for (Class<?> command : StatePage.leaves(Command.class)) {
        missing.add(state.getSimpleName() + " " + command.getSimpleName());
      }
    }
    rows()
        .flatMap(r ->
            COMMANDS.stream()
                .map(c ->
                    r.promotion().state().getClass().getSimpleName()
                        + " "
                        + c.getClass().getSimpleName()))
        .forEach(missing::remove);
    assertThat(missing).isEmpty();
  }

  @Test
  void cancelWithoutAnyPromotionIsRefusedInThePublishedWords() {
    var outcome = PromotionCommands.accept(ENVIRONMENT, null, new Command.Cancel(), NOTHING_SEEN);
    assertThat(outcome).isEqualTo(new Outcome.Refused(NOTHING));
  }

  @Test
  void cancelAfterTheEndIsRefusedInThePublishedWords() {
    var p = Promotions.plain(Promotions.canceled());
    var outcome =
        PromotionCommands.accept(
            ENVIRONMENT, p, new Command.Cancel(), Promotions.seen(p.state(), T0, 1));
    assertThat(outcome).isEqualTo(new Outcome.Refused(NOTHING));
  }

  @Test
  void promoteStartsWhereNothingWasPromotedBefore() {
    assertThat(PromotionCommands.whyNotPromote(null)).isNull();
  }

  @Test
  void cancelOfARampGivesEverythingBackInOneStepUnderANewGeneration() {
    var p = Promotions.canary(Promotions.rampingUp(5));
    Decision d = accepted(p);
    assertThat(d.routing()).isEqualTo(new Routing(6, OLD));
    assertThat(d.next()).isEqualTo(new PromotionState.RampingDown(T0, 50, 6));
    assertThat(d.consequences())
        .noneMatch(
            c -> c instanceof Consequence.Release || c instanceof Consequence.ClearCandidate);
  }

  @Test
  void cancelBeforeAnyTrafficMovedReleasesTheCandidateOnceItIsConfirmed() {
    Decision d = accepted(Promotions.canary(Promotions.releasing()));
    assertThat(d.routing()).isEqualTo(new Routing(6, OLD));
    assertThat(d.next()).isEqualTo(new PromotionState.RampingDown(T0, 0, 6));
    assertThat(d.consequences()).noneMatch(c -> c instanceof Consequence.Release);
  }

  @Test
  void cancelOfAFirstPromotionLeavesTheEnvironmentEmpty() {
    var p = Promotions.promotion(new PromotionKind.Plain(), null, Promotions.releasing());
    var outcome = PromotionCommands.accept(ENVIRONMENT, p, new Command.Cancel(), NOTHING_SEEN);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Accepted.class,
            a -> assertThat(a.decision().routing()).isEqualTo(Routing.EMPTY));
  }

  private static Decision accepted(Promotion p) {
    var seen = Promotions.seen(p.state(), T0, 1);
    return switch (PromotionCommands.accept(ENVIRONMENT, p, new Command.Cancel(), seen)) {
      case Outcome.Accepted(var d) -> d;
      case Outcome.Refused(var why) -> throw new AssertionError(why);
    };
  }
}
