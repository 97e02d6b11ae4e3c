package dev.slipway.store;

import dev.slipway.engine.Store;
import dev.slipway.testkit.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqlStoreTest extends StoreContract {
  @TempDir Path directory;

  @Override
  protected Store open() {
    return SqlStore.sqlite(directory.resolve("slipway.db"));
  }
}
