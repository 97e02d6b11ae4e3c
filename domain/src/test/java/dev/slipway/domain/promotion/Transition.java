package dev.slipway.domain.promotion;

import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Observation.Side;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A named test of one edge: what happens, and what must have become of it.
///
/// @param sentence what happens, in words
/// @param command null: it is only seen
/// @param percent the candidate's share afterwards
record Transition(
    String sentence,
    Promotion p,
    @Nullable Command command,
    Observation seen,
    Class<? extends PromotionState> next,
    int percent) {

  /// Before what is asked or seen.
  ///
  /// @param seconds since [Promotions#T0]
  record Given(
      Promotion p, Routing routing, long seconds, Side previous, Side candidate, boolean fenced) {

    Given after(long passed) {
      return new Given(p, routing, passed, previous, candidate, fenced);
    }

    Given confirmed() {
      return new Given(p, routing, seconds, previous, candidate, true);
    }

    /// With another share written than the state's usual one.
    Given at(int percent) {
      var split = new Split.Shared("old", "new", percent);
      return new Given(p, new Routing(5, split), seconds, previous, candidate, fenced);
    }

    Transition leads(String sentence, Class<? extends PromotionState> next, int percent) {
      return new Transition(sentence, p, null, observation(), next, percent);
    }

    Transition asked(
        String sentence, Command command, Class<? extends PromotionState> next, int percent) {
      return new Transition(sentence, p, command, observation(), next, percent);
    }

    private Observation observation() {
      return new Observation(
          Promotions.T0.plusSeconds(seconds),
          routing,
          previous,
          candidate,
          Promotions.SIZE,
          fenced,
          false);
    }
  }

  static Given given(Promotion p, Side previous, Side candidate) {
    return new Given(p, Promotions.routing(p.state()), 0, previous, candidate, false);
  }

  /// All of them.
  static Stream<Transition> all() {
    return Stream.of(
            TransitionsBefore.all(),
            TransitionsOfCanaries.all(),
            TransitionsOfSteps.all(),
            TransitionsOfRests.all(),
            TransitionsOfEnds.all())
        .flatMap(each -> each);
  }

  @Override
  public String toString() {
    return sentence;
  }
}
