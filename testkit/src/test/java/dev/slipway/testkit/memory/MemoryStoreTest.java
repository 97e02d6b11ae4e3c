package dev.slipway.testkit.memory;

import static dev.slipway.testkit.contract.StoreContractRows.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.domain.deployment.Model;
import dev.slipway.engine.port.store.Store;
import dev.slipway.testkit.contract.StoreContract;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryStoreTest extends StoreContract {
  @Override
  public Store open() {
    return new MemoryStore();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCrashKeepsTheWriteOnlyWhereItCameAfterTheCommit(boolean afterCommit) {
    var store = new MemoryStore();
    store.crashAt(2, afterCommit);
    insert(store, "m1");
    store.<Boolean>transact(tx -> tx.models().all().isEmpty());
    assertThatThrownBy(() -> insert(store, "m2")).isInstanceOf(MemoryStore.Crash.class);
    assertThat(store.crashed()).isTrue();
    assertThatThrownBy(() -> insert(store, "m3")).isInstanceOf(MemoryStore.Crash.class);
    assertThatThrownBy(() -> store.<List<Model>>read(tx -> tx.models().all()))
        .isInstanceOf(MemoryStore.Crash.class);
    var reopened = store.reopen();
    assertThat(reopened.<List<Model>>read(tx -> tx.models().all())).hasSize(afterCommit ? 2 : 1);
    insert(reopened, "m4");
    assertThat(reopened.crashed()).isFalse();
  }

  @Test
  void onlyCommittedTransactionsThatWroteAreCounted() {
    var store = new MemoryStore();
    insert(store, "m1");
    store.<Boolean>transact(tx -> tx.models().all().isEmpty());
    assertThatThrownBy(() -> insert(store, "m1")).hasMessageContaining("model_id");
    assertThat(store.writes()).isEqualTo(1);
  }

  private static void insert(Store store, String id) {
    store.write(tx -> {
      tx.models().insert(model(id));
    });
  }
}
