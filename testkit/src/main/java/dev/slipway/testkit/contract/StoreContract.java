package dev.slipway.testkit.contract;

import dev.slipway.engine.port.store.Store;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The contract of every [Store]. A store's own test extends this and opens one.
public abstract class StoreContract
    implements StoreContractTransactions,
        StoreContractThreads,
        StoreContractChanges,
        StoreContractCatalog,
        StoreContractConstraints,
        StoreContractPromotions,
        StoreContractAccess,
        StoreContractIdempotentCalls,
        StoreContractMetrics,
        StoreContractAsync {
  private @Nullable Store store;

  /// An empty store.
  public abstract Store open();

  @Override
  public final Store store() {
    Store opened = store;
    if (opened == null) {
      throw new IllegalStateException("store: none (expected: opened before the test)");
    }
    return opened;
  }

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store().close();
  }
}
