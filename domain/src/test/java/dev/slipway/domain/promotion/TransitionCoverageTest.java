package dev.slipway.domain.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.slipway.domain.settings.PromotionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every transition that the code can take is taken by a named test, and nothing else can be.
class TransitionCoverageTest {

  static Stream<Transition> transitions() {
    return Transition.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("transitions")
  void namedTransition(Transition t) {
    Decision d = Edge.decision(t.p(), t.command(), t.seen());
    if (d == null) {
      fail("refused (expected: accepted)");
      return;
    }
    assertThat(d.changed()).as("something is written").isTrue();
    assertThat(d.next()).isInstanceOf(t.next());
    assertThat(d.routing().split().percentTo("new")).isEqualTo(t.percent());
  }

  @Test
  void everyTransitionThatTheCodeCanTakeIsTakenByANamedTest() {
    var missing = new TreeSet<>(Explorer.ALL.edges);
    missing.removeAll(named());
    assertThat(missing)
        .as("transitions without a name (expected: one in Transitions….java for each of them)")
        .isEmpty();
  }

  @Test
  void everyNamedTransitionIsOneThatAPromotionCanGetTo() {
    var impossible = named();
    impossible.removeAll(Explorer.ALL.edges);
    assertThat(impossible)
        .as("named transitions that no promotion can get to (expected: none)")
        .isEmpty();
  }

  @Test
  void everySentenceIsThereOnce() {
    assertThat(transitions().map(Transition::sentence)).doesNotHaveDuplicates();
  }

  @Test
  void aStateThatItsKindCannotHaveIsABugAndNotGuessed() {
    var plain = new PromotionKind.Plain();
    var canary = new PromotionKind.Canary(Promotions.PLAN);
    var rolling = new PromotionKind.Rolling(Promotions.SURGE, Promotions.SIZE, Promotions.PATIENCE);
    List<Promotion> impossible = new ArrayList<>();
    for (PromotionState s : stepsOfRolling()) {
      impossible.add(Promotions.promotion(plain, "old", s));
      impossible.add(Promotions.promotion(canary, "old", s));
      impossible.add(Promotions.promotion(rolling, null, s));
    }
    impossible.add(Promotions.promotion(plain, "old", Promotions.rampingUp(3)));
    impossible.add(Promotions.promotion(rolling, "old", Promotions.rampingUp(3)));
    impossible.add(Promotions.promotion(canary, null, Promotions.rampingUp(3)));
    impossible.add(Promotions.promotion(plain, "old", Promotions.paused(3)));
    impossible.add(Promotions.promotion(rolling, "old", Promotions.paused(0)));
    for (Promotion p : impossible) {
      var seen = Promotions.seen(p.state(), Promotions.T0, 4);
      assertThatThrownBy(() -> PromotionMachine.decide(p, seen))
          .as(p.toString())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("expected:");
    }
  }

  private static List<PromotionState> stepsOfRolling() {
    return List.of(
        Promotions.rollingStep(4),
        Promotions.rollingToPause(4),
        Promotions.stabilizing(4),
        Promotions.rollingPaused(4));
  }

  private static Set<Edge> named() {
    var all = new TreeSet<Edge>();
    transitions()
        .forEach(t -> {
          var edge = Edge.of(t.p(), t.command(), t.seen());
          if (edge != null) {
            all.add(edge);
          }
        });
    return all;
  }
}
