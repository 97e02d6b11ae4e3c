package dev.slipway.domain;

import static dev.slipway.domain.Promotions.ENVIRONMENT;
import static dev.slipway.domain.Promotions.OLD;
import static dev.slipway.domain.Promotions.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.Decision.Consequence;
import java.util.Arrays;
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

  /// @param outcome the published status after the command, or REFUSED
  /// @param writes whether anything is written
  record Cell(String name, PromotionState state, Command command, String outcome, boolean writes) {}

  static Stream<Cell> cells() {
    var cancel = new Command.Cancel();
    var promote = new Command.Promote();
    return Stream.of(
        new Cell("cancel RELEASING", Promotions.releasing(), cancel, "CANCELED", true),
        new Cell("cancel RAMPING_UP", Promotions.rampingUp(5), cancel, "RAMPING_DOWN", true),
        new Cell("cancel RAMPING_DOWN", Promotions.rampingDown(), cancel, "RAMPING_DOWN", false),
        new Cell("cancel SUCCEEDED", Promotions.succeeded(), cancel, "REFUSED", false),
        new Cell("cancel CANCELED", Promotions.canceled(), cancel, "REFUSED", false),
        new Cell("cancel FAILED", Promotions.failed(), cancel, "REFUSED", false),
        new Cell("promote RELEASING", Promotions.releasing(), promote, "REFUSED", false),
        new Cell("promote RAMPING_UP", Promotions.rampingUp(5), promote, "REFUSED", false),
        new Cell("promote RAMPING_DOWN", Promotions.rampingDown(), promote, "REFUSED", false),
        new Cell("promote SUCCEEDED", Promotions.succeeded(), promote, "RELEASING", true),
        new Cell("promote CANCELED", Promotions.canceled(), promote, "RELEASING", true),
        new Cell("promote FAILED", Promotions.failed(), promote, "RELEASING", true));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void everyCellOfTheTableHolds(Cell cell) {
    for (Promotion p : List.of(Promotions.plain(cell.state()), Promotions.canary(cell.state()))) {
      var routing = Promotions.routing(cell.state());
      Outcome outcome =
          PromotionMachine.accept(ENVIRONMENT, p, routing, cell.command(), T0.plusSeconds(60));
      switch (outcome) {
        case Outcome.Refused(var why) -> {
          assertThat(cell.outcome()).as(cell.name()).isEqualTo("REFUSED");
          assertThat(why).contains("production");
        }
        case Outcome.Accepted(var d) -> {
          assertThat(d.next().status()).as(cell.name()).isEqualTo(cell.outcome());
          assertThat(d.changed()).as(cell.name()).isEqualTo(cell.writes());
        }
      }
    }
  }

  @Test
  void theTableHasACellForEveryStateAndCommand() {
    Set<String> missing = new HashSet<>();
    for (Class<?> state : leaves(PromotionState.class)) {
      for (Class<?> command : leaves(Command.class)) {
        missing.add(state.getSimpleName() + " " + command.getSimpleName());
      }
    }
    cells()
        .map(c ->
            c.state().getClass().getSimpleName() + " " + c.command().getClass().getSimpleName())
        .forEach(missing::remove);
    assertThat(missing).isEmpty();
  }

  @Test
  void cancelWithoutAnyPromotionIsRefusedInThePublishedWords() {
    var outcome =
        PromotionMachine.accept(ENVIRONMENT, null, Routing.EMPTY, new Command.Cancel(), T0);
    assertThat(outcome).isEqualTo(new Outcome.Refused(NOTHING));
  }

  @Test
  void cancelAfterTheEndIsRefusedInThePublishedWords() {
    var p = Promotions.plain(Promotions.canceled());
    var outcome =
        PromotionMachine.accept(
            ENVIRONMENT, p, Promotions.routing(p.state()), new Command.Cancel(), T0);
    assertThat(outcome).isEqualTo(new Outcome.Refused(NOTHING));
  }

  @Test
  void promoteStartsWhereNothingWasPromotedBefore() {
    var outcome =
        PromotionMachine.accept(ENVIRONMENT, null, Routing.EMPTY, new Command.Promote(), T0);
    assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
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
  void cancelBeforeAnyTrafficMovedEndsAtOnceAndReleasesTheCandidate() {
    Decision d = accepted(Promotions.canary(Promotions.releasing()));
    assertThat(d.routing()).isEqualTo(new Routing(6, OLD));
    assertThat(d.consequences())
        .contains(
            new Consequence.ClearCandidate(), new Consequence.Release("new", Cleanup.DEACTIVATE));
  }

  @Test
  void cancelOfAFirstPromotionLeavesTheEnvironmentEmpty() {
    var p = Promotions.promotion(new PromotionKind.Plain(), null, Promotions.releasing());
    var outcome = PromotionMachine.accept(ENVIRONMENT, p, Routing.EMPTY, new Command.Cancel(), T0);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Accepted.class,
            a -> assertThat(a.decision().routing()).isEqualTo(Routing.EMPTY));
  }

  private static Decision accepted(Promotion p) {
    var routing = Promotions.routing(p.state());
    return switch (PromotionMachine.accept(ENVIRONMENT, p, routing, new Command.Cancel(), T0)) {
      case Outcome.Accepted(var d) -> d;
      case Outcome.Refused(var why) -> throw new AssertionError(why);
    };
  }

  private static List<Class<?>> leaves(Class<?> sealed) {
    Class<?>[] permitted = sealed.getPermittedSubclasses();
    return permitted == null
        ? List.of(sealed)
        : Arrays.stream(permitted).flatMap(c -> leaves(c).stream()).toList();
  }
}
