package dev.slipway.testkit.contract;

import static dev.slipway.testkit.contract.StoreContractRows.PRODUCTION;
import static dev.slipway.testkit.contract.StoreContractRows.T0;
import static dev.slipway.testkit.contract.StoreContractRows.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.engine.port.store.Changes;
import dev.slipway.engine.port.store.Durability;
import dev.slipway.engine.port.store.Store;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The part of the contract about how durable a transaction is and about what changed.
interface StoreContractChanges extends StoreContractPart {
  @Test
  default void aDerivableTransactionIsOneLikeAnyOther() {
    assertThat(
            store()
                .<Boolean>transact(
                    Durability.DERIVABLE,
                    tx -> {
                      tx.models().insert(model("m1"));
                      return true;
                    }))
        .isTrue();
    assertThat(list(tx -> tx.models().all())).containsExactly(model("m1"));
    var thrown = new IllegalArgumentException("a");
    assertThatThrownBy(() ->
            store()
                .transact(
                    Durability.DERIVABLE,
                    tx -> {
                      tx.models().insert(model("m2"));
                      throw thrown;
                    }))
        .isSameAs(thrown);
    write(tx -> tx.models().insert(model("m3")));
    assertThat(list(tx -> tx.models().all())).containsExactly(model("m1"), model("m3"));
  }

  @Test
  default void whoNeverAskedIsToldThatEverythingChanged() {
    assertThat(store().changes(Changes.NEVER).everything()).isTrue();
  }

  @Test
  default void everyWrittenRowTellsThatItsModelChanged() {
    writeBasics();
    write(tx -> tx.models().insert(model("other")));
    changes(tx -> tx.models().insert(model("m2")), "m2");
    changes(tx -> tx.models().rename("m2", "renamed"), "m2");
    changes(tx -> tx.models().delete("m2"), "m2");
    changes(tx -> tx.deployments().insert(StoreContractRows.deployment("d3")), "m1");
    changes(
        tx -> tx.deployments().update(StoreContractRows.deployment("d3").withPhase(phase())), "m1");
    changes(tx -> tx.deployments().delete("d3"), "m1");
    changes(tx -> tx.environments().insert(StoreContractRows.environment("staging")), "m1");
    changes(
        tx ->
            tx.environments().update(StoreContractRows.environment("staging").withCandidate("d1")),
        "m1");
    changes(
        tx ->
            tx.promotions()
                .insert(StoreContractRows.promotion("p1", new PromotionState.Canceled(T0))),
        "m1");
    changes(tx -> tx.environments().delete(PRODUCTION), "m1");
    changes(tx -> tx.settings().put("a", "b"));
    changes(tx -> assertThat(tx.models().all()).hasSize(2));
  }

  private static DeploymentPhase phase() {
    return new DeploymentPhase.Inactive(T0);
  }

  private void changes(Consumer<Store.Tx> work, String... models) {
    long before = store().changes(Changes.NEVER).mark();
    write(work);
    Changes told = store().changes(before);
    assertThat(told.everything()).isFalse();
    assertThat(told.models()).containsExactlyInAnyOrder(models);
    assertThat(store().changes(told.mark()).models()).isEmpty();
  }

  @Test
  default void changesAddUpUntilSomebodyAsks() {
    writeBasics();
    long before = store().changes(Changes.NEVER).mark();
    write(tx -> tx.models().insert(model("m2")));
    write(tx -> tx.models().insert(model("m3")));
    assertThat(store().changes(before).models()).containsExactlyInAnyOrder("m2", "m3");
    assertThat(store().changes(before).models()).containsExactlyInAnyOrder("m2", "m3");
  }
}
