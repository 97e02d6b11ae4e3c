package dev.slipway.domain.promotion;

import static dev.slipway.domain.promotion.Promotions.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.promotion.Decision.Consequence;
import dev.slipway.domain.promotion.Observation.Side;
import org.junit.jupiter.api.Test;

/// A rolling promotion whose demand falls while one side has lost its replicas.
class OnlyServingSideTest {
  private static final Promotion ROLLING = Promotions.rolling(Promotions.stabilizing(4));

  @Test
  void aDemandThatFallsTakesNoReplicaFromTheOnlySideThatServes() {
    var d = decided(Promotions.down(6), Promotions.side(4), 5);
    assertThat(d.consequences())
        .noneMatch(c -> c instanceof Consequence.Scale(var id, _) && id.equals("new"));
  }

  @Test
  void beforeTheFirstShiftTheRecordDoesNotSayThatTrafficIsHeldOnTheCandidate() {
    var p = Promotions.rolling(Promotions.rollingPaused(0));
    var routing = Promotions.routing(p.state());
    var seen =
        new Observation(T0, routing, Promotions.down(10), Promotions.side(2), 5, false, false);
    var d = PromotionMachine.decide(p, seen);
    assertThat(d.routing().split()).isEqualTo(Promotions.OLD);
    assertThat(d.consequences()).contains(new Consequence.Scale("old", 5));
    assertThat(d.consequences())
        .noneMatch(c -> c instanceof Consequence.Note(_, var text) && text.contains("held on"));
  }

  @Test
  void aDemandThatFallsIsFollowedByBothSidesWhereBothServe() {
    var d = decided(Promotions.side(6), Promotions.side(4), 5);
    assertThat(d.consequences())
        .contains(new Consequence.Scale("old", 3), new Consequence.Scale("new", 2));
  }

  private static Decision decided(Side previous, Side candidate, int total) {
    var routing = Promotions.routing(ROLLING.state());
    return PromotionMachine.decide(
        ROLLING, new Observation(T0, routing, previous, candidate, total, false, false));
  }
}
