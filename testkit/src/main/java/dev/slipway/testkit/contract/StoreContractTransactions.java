package dev.slipway.testkit.contract;

import static dev.slipway.testkit.contract.StoreContractRows.deployment;
import static dev.slipway.testkit.contract.StoreContractRows.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.domain.deployment.Model;
import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.port.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/// The part of the contract about transactions and snapshots, seen from one thread.
interface StoreContractTransactions extends StoreContractPart {
  @Test
  default void resultsComeBackNullToo() {
    assertThat(store().<Integer>transact(_ -> 7)).isEqualTo(7);
    assertThat(store().<Integer>read(_ -> 8)).isEqualTo(8);
    assertThat(store().<Boolean>read(tx -> tx.models().find("none") == null)).isTrue();
  }

  @Test
  default void aTransactionSeesItsOwnWrites() {
    write(tx -> {
      tx.models().insert(model("m1"));
      assertThat(tx.models().find("m1")).isEqualTo(model("m1"));
      assertThat(tx.models().all()).hasSize(1);
      tx.models().delete("m1");
      assertThat(tx.models().all()).isEmpty();
    });
  }

  @Test
  default void aDeploymentThatWasReadIsReadAsItWasWrittenSince() {
    writeBasics();
    write(tx -> {
      assertThat(tx.deployments().find("d1")).isEqualTo(deployment("d1"));
      tx.deployments().update(deployment("d1").withName("renamed"));
      assertThat(tx.deployments().find("d1")).isEqualTo(deployment("d1").withName("renamed"));
      tx.deployments().update(deployment("d1").withName("again"));
      assertThat(tx.deployments().find("d1")).isEqualTo(deployment("d1").withName("again"));
      tx.deployments().insert(deployment("d3"));
      assertThat(tx.deployments().find("d3")).isEqualTo(deployment("d3"));
      tx.deployments().delete("d3");
      assertThat(tx.deployments().find("d3")).isNull();
    });
    write(tx -> {
      assertThat(tx.deployments().find("d1")).isNotNull();
      tx.models().delete("m1");
      assertThat(tx.deployments().find("d1")).isNull();
    });
  }

  @Test
  default void anExceptionRollsEverythingBackAndComesToTheCallerAsItIs() {
    writeBasics();
    for (var thrown :
        List.of(
            new IllegalArgumentException("a"),
            new CompletionException("b", new IllegalStateException()),
            new StoreException(StorageFault.BUSY, "c"))) {
      assertThatThrownBy(() ->
              write(tx -> {
                tx.models().insert(model("m2"));
                tx.environments().delete(StoreContractRows.PRODUCTION);
                tx.settings().put("a", "b");
                throw thrown;
              }))
          .isSameAs(thrown);
      assertThat(list(tx -> tx.models().all())).containsExactly(model("m1"));
      assertThat(list(tx -> tx.environments().all())).hasSize(1);
      assertThat(store().<Boolean>read(tx -> tx.settings().get("a") == null)).isTrue();
    }
    var error = new StackOverflowError("d");
    assertThatThrownBy(() ->
            write(tx -> {
              tx.models().insert(model("m2"));
              throw error;
            }))
        .isSameAs(error);
    assertThatThrownBy(() ->
            store()
                .read(_ -> {
                  throw error;
                }))
        .isSameAs(error);
    assertThat(list(tx -> tx.models().all())).containsExactly(model("m1"));
    write(tx -> tx.models().insert(model("m2")));
    assertThat(list(tx -> tx.models().all())).hasSize(2);
  }

  @Test
  default void aViolatedConstraintLeavesNothingOfTheTransaction() {
    writeBasics();
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() ->
            write(tx -> {
              tx.models().insert(model("m2"));
              tx.models().insert(model("m1"));
            }));
    assertThat(list(tx -> tx.models().all())).extracting(Model::id).containsExactly("m1");
  }

  @Test
  default void transactionsAndSnapshotsDoNotNest() {
    for (var inner : List.<Runnable>of(() -> write(_ -> {}), () -> store().read(_ -> 1))) {
      assertThatThrownBy(() -> write(_ -> inner.run())).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> store().read(_ -> nested(inner)))
          .isInstanceOf(IllegalStateException.class);
    }
    write(tx -> tx.models().insert(model("m1")));
    assertThat(list(tx -> tx.models().all())).hasSize(1);
  }

  private static boolean nested(Runnable inner) {
    inner.run();
    return true;
  }

  @Test
  default void aSnapshotCannotWrite() {
    writeBasics();
    for (var work :
        List.<java.util.function.Consumer<Store.Tx>>of(
            tx -> tx.models().insert(model("m2")),
            tx -> tx.models().delete("m1"),
            tx -> tx.deployments().delete("d1"),
            tx -> tx.environments().delete(StoreContractRows.PRODUCTION),
            tx -> tx.keys().delete("k"),
            tx -> tx.secrets().delete("t", "n"),
            tx -> tx.settings().put("a", "b"))) {
      assertThatThrownBy(() ->
              store()
                  .<Boolean>read(tx -> {
                    work.accept(tx);
                    return true;
                  }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Store.transact");
    }
    assertThat(list(tx -> tx.models().all())).containsExactly(model("m1"));
  }

  @Test
  default void aTransactionCannotBeUsedAfterItsEnd() {
    List<Store.Tx> kept = new ArrayList<>();
    write(kept::add);
    store().read(kept::add);
    for (Store.Tx tx : kept) {
      assertThatThrownBy(() -> tx.models().all()).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> tx.models().delete("m1")).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  default void aClosedStoreRefuses() {
    store().close();
    store().close();
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> write(_ -> {}))
        .withMessageContaining("closed");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store().read(_ -> 1))
        .withMessageContaining("closed");
  }
}
