package dev.slipway.testkit.contract;

import dev.slipway.engine.port.store.Store;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// The base of all parts of the store's contract.
interface StoreContractPart {
  Store store();

  default void write(Consumer<Store.Tx> work) {
    store()
        .write(tx -> {
          work.accept(tx);
        });
  }

  default <T> List<T> list(Function<Store.Tx, List<T>> work) {
    return store().<List<T>>read(work);
  }

  /// A model `m1` with deployments `d1` and `d2` and the environment production.
  default void writeBasics() {
    write(tx -> {
      tx.models().insert(StoreContractRows.model("m1"));
      tx.deployments().insert(StoreContractRows.deployment("d1"));
      tx.deployments().insert(StoreContractRows.deployment("d2"));
      tx.environments().insert(StoreContractRows.environment("production"));
    });
  }
}
