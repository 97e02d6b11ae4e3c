package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.store.Durability;
import dev.slipway.engine.port.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a loss of power may leave of the write-ahead log, and what is read from it then.
class DurabilityTest {
  private static final int DERIVABLE = 20;
  private static final int CUTS = 40;

  @TempDir Path directory;

  /// The disk may hold any part of what was not waited for. Whatever that is, the transactions that
  /// are found are the first so many, each of them whole.
  @Test
  void whereALogIsCutWhatIsFoundIsWholeAndHasNoGap() throws Exception {
    Path file = directory.resolve("slipway.db");
    byte[] database;
    byte[] log;
    int durableLength;
    try (var store = SqlStore.sqlite(file)) {
      write(store, Durability.DURABLE, 1);
      durableLength = Files.readAllBytes(log(file)).length;
      for (int n = 2; n <= DERIVABLE; n++) {
        write(store, Durability.DERIVABLE, n);
      }
      database = Files.readAllBytes(file);
      log = Files.readAllBytes(log(file));
    }
    assertThat(log.length).isGreaterThan(durableLength);
    int before = 0;
    for (int cut = 0; cut <= CUTS; cut++) {
      int length = durableLength + (int) ((long) (log.length - durableLength) * cut / CUTS);
      int found = found(database, Arrays.copyOf(log, length), "cut-" + cut);
      assertThat(found).as("after %d bytes", length).isGreaterThanOrEqualTo(Math.max(1, before));
      before = found;
    }
    assertThat(before).isEqualTo(DERIVABLE);
  }

  /// A later page that reached the disk before an earlier one counts for nothing.
  @Test
  void whereAPageOfTheLogIsMissingNothingAfterItIsFound() throws Exception {
    Path file = directory.resolve("slipway.db");
    byte[] database;
    byte[] log;
    int hole;
    try (var store = SqlStore.sqlite(file)) {
      write(store, Durability.DURABLE, 1);
      hole = Files.readAllBytes(log(file)).length;
      for (int n = 2; n <= DERIVABLE; n++) {
        write(store, Durability.DERIVABLE, n);
      }
      database = Files.readAllBytes(file);
      log = Files.readAllBytes(log(file));
    }
    Arrays.fill(log, hole, hole + 4096, (byte) 0);
    assertThat(found(database, log, "hole")).isEqualTo(1);
  }

  private int found(byte[] database, byte[] log, String name) throws IOException {
    Path copy = Files.createDirectory(directory.resolve(name)).resolve("slipway.db");
    Files.write(copy, database);
    Files.write(log(copy), log);
    try (var store = SqlStore.sqlite(copy)) {
      return store.<Integer>read(tx -> {
        assertThat(tx.settings().get("right")).isEqualTo(tx.settings().get("left"));
        String left = tx.settings().get("left");
        return left == null ? 0 : Integer.parseInt(left);
      });
    }
  }

  private static void write(Store store, Durability durability, int n) {
    store.<Boolean>transact(
        durability,
        tx -> {
          tx.settings().put("left", Integer.toString(n));
          tx.settings().put("right", Integer.toString(n));
          return true;
        });
  }

  private static Path log(Path file) {
    return Path.of(file + "-wal");
  }
}
