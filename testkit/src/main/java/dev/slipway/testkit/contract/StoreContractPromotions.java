package dev.slipway.testkit.contract;

import static dev.slipway.testkit.contract.StoreContractRows.PRODUCTION;
import static dev.slipway.testkit.contract.StoreContractRows.T0;
import static dev.slipway.testkit.contract.StoreContractRows.canceled;
import static dev.slipway.testkit.contract.StoreContractRows.environment;
import static dev.slipway.testkit.contract.StoreContractRows.promotion;
import static dev.slipway.testkit.contract.StoreContractRows.releasing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.LineKind;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.engine.port.routes.GatewayStats.Served;
import dev.slipway.engine.port.store.PromotionEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The part of the contract about promotions and their records.
interface StoreContractPromotions extends StoreContractPart {
  @Test
  default void everyStateOfAPromotionIsKept() {
    writeBasics();
    Promotion next = promotion("p1", releasing());
    write(tx -> tx.promotions().insert(promotion("p1", releasing())));
    for (var state : StoreContractRows.STATES) {
      next = next.with(state);
      Promotion written = next;
      assertThat(store().<Boolean>transact(tx -> tx.promotions().update(written))).isTrue();
      assertThat(store().<Promotion>read(tx -> tx.promotions().find("p1"))).isEqualTo(written);
    }
  }

  @Test
  default void everyKindOfPromotionIsKept() {
    writeBasics();
    for (var kind : StoreContractRows.KINDS) {
      for (var cleanup : Cleanup.values()) {
        var id = kind.getClass().getSimpleName() + cleanup;
        var written =
            new Promotion(
                id,
                PRODUCTION,
                new Promotion.Sides(null, "d1", "d2"),
                new Promotion.Terms(kind, cleanup, cleanup, 1, T0),
                canceled(),
                7);
        write(tx -> tx.promotions().insert(written));
        assertThat(store().<Promotion>read(tx -> tx.promotions().find(id))).isEqualTo(written);
      }
    }
  }

  @Test
  default void ofTwoWritersWithTheSameVersionOneLoses() {
    writeBasics();
    var read = promotion("p1", releasing());
    write(tx -> tx.promotions().insert(read));
    var first = read.with(new PromotionState.RampingDown(T0, 10, 4));
    var second = read.with(canceled());
    assertThat(store().<Boolean>transact(tx -> tx.promotions().update(first))).isTrue();
    assertThat(store().<Boolean>transact(tx -> tx.promotions().update(second))).isFalse();
    assertThat(store().<Promotion>read(tx -> tx.promotions().find("p1"))).isEqualTo(first);
    var skipping = first.with(canceled()).with(canceled());
    assertThat(store().<Boolean>transact(tx -> tx.promotions().update(skipping))).isFalse();
    assertThat(
            store()
                .<Boolean>transact(
                    tx -> tx.promotions().update(promotion("none", canceled()).with(canceled()))))
        .isFalse();
  }

  @Test
  default void theLatestIsTheOneInProgressOrTheLastThatEnded() {
    writeBasics();
    assertThat(store().<Boolean>read(tx -> tx.promotions().latest(PRODUCTION) == null)).isTrue();
    write(tx -> tx.promotions().insert(promotion("p1", releasing())));
    assertLatest("p1");
    write(tx -> tx.promotions().insert(promotion("p2", canceled())));
    assertLatest("p1");
    write(tx -> tx.promotions().update(promotion("p1", releasing()).with(canceled())));
    assertLatest("p2");
    write(tx -> tx.promotions().insert(promotion("p3", releasing())));
    assertLatest("p3");
    assertThat(
            store()
                .<Boolean>read(
                    tx -> tx.promotions().latest(new EnvironmentKey("m1", "other")) == null))
        .isTrue();
  }

  private void assertLatest(String id) {
    assertThat(store().<Promotion>read(tx -> tx.promotions().latest(PRODUCTION)))
        .extracting(Promotion::id)
        .isEqualTo(id);
  }

  @Test
  default void theHistoryIsNewestFirstAndLimited() {
    writeBasics();
    for (var id : List.of("p3", "p1", "p2")) {
      write(tx -> tx.promotions().insert(promotion(id, canceled())));
    }
    assertThat(list(tx -> tx.promotions().history(PRODUCTION, 2)))
        .extracting(Promotion::id)
        .containsExactly("p2", "p1");
    assertThat(list(tx -> tx.promotions().history(PRODUCTION, 9)))
        .extracting(Promotion::id)
        .containsExactly("p2", "p1", "p3");
    assertThatThrownBy(() -> list(tx -> tx.promotions().history(PRODUCTION, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit: 0");
  }

  @Test
  default void onlyThoseInProgressAreActive() {
    writeBasics();
    write(tx -> tx.environments().insert(environment("staging")));
    var other = promotion("p2", releasing());
    var staging =
        new Promotion(
            "p2",
            new EnvironmentKey("m1", "staging"),
            other.sides(),
            other.terms(),
            other.state(),
            1);
    write(tx -> tx.promotions().insert(promotion("p0", canceled())));
    write(tx -> tx.promotions().insert(staging));
    write(tx -> tx.promotions().insert(promotion("p1", releasing())));
    assertThat(list(tx -> tx.promotions().active()))
        .containsExactly(staging, promotion("p1", releasing()));
  }

  @Test
  default void theRecordOfAPromotionIsKeptInOrder() {
    writeBasics();
    write(tx -> tx.promotions().insert(promotion("p1", releasing())));
    write(tx -> tx.promotions().insert(promotion("p2", canceled())));
    List<PromotionEvent> lines = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      // The clock steps back: the order must not.
      lines.add(
          new PromotionEvent(
              "p1",
              T0.minusNanos(i),
              LineKind.SHIFT,
              "to " + i + " %",
              "key k1",
              new PromotionEvent.After("RAMPING_UP", i, i),
              new PromotionEvent.Counted(
                  i % 2 == 0 ? null : new Served(i, 1, 0, 1_700_000_000_000L, 250, 9_000), null)));
    }
    write(tx -> lines.forEach(tx.promotions()::append));
    var other =
        new PromotionEvent(
            "p2",
            T0,
            LineKind.STOPPING,
            "",
            null,
            new PromotionEvent.After("CANCELED", 0, 9),
            new PromotionEvent.Counted(null, 3));
    write(tx -> tx.promotions().append(other));
    assertThat(list(tx -> tx.promotions().events("p1"))).isEqualTo(lines);
    assertThat(list(tx -> tx.promotions().events("p2"))).containsExactly(other);
    assertThat(list(tx -> tx.promotions().events("none"))).isEmpty();
  }
}
