package dev.slipway.store;

import dev.slipway.engine.port.store.Store;
import dev.slipway.testkit.contract.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqlStoreTest extends StoreContract {
  @TempDir Path directory;

  @Override
  public Store open() {
    return SqlStore.sqlite(directory.resolve("slipway.db"));
  }
}
