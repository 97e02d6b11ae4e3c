package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One server a data directory, whatever is removed from it.
class OwnershipTest {
  @TempDir private Path data = Path.of("");

  private Path lock() {
    return data.resolve(Ownership.FILE);
  }

  @Test
  void aSecondOneIsRefusedAndAfterTheFirstItIsNot() throws IOException {
    try (var first = taken()) {
      assertThat(first.look()).isTrue();
      assertThat(Ownership.take(data)).isNull();
    }
    taken().close();
  }

  @Test
  void aSecondOneIsRefusedAlsoWhereTheLockFileWasRemovedOrReplaced() throws IOException {
    try (var _ = taken()) {
      Files.delete(lock());
      assertThat(Ownership.take(data)).isNull();
      Files.writeString(lock(), "another file of the same name");
      assertThat(Ownership.take(data)).isNull();
    }
  }

  @Test
  void theDirectoryItselfIsLocked() {
    var first = Objects.requireNonNull(DirectoryLock.take(data));
    assertThat(first.isReal()).isTrue();
    assertThat(DirectoryLock.take(data)).isNull();
    first.close();
    Objects.requireNonNull(DirectoryLock.take(data)).close();
  }

  @Test
  void theFirstOneWritesTheFileAgainAndHoldsThatToo() throws IOException {
    try (var first = taken()) {
      Files.delete(lock());
      assertThat(first.look()).isTrue();
      assertThat(lock()).exists();
      assertThat(LockFile.take(lock())).isNull();
      Files.delete(lock());
      Files.createFile(lock());
      assertThat(first.look()).isTrue();
      assertThat(LockFile.take(lock())).isNull();
    }
    taken().close();
  }

  @Test
  void itIsLookedAfterWithoutBeingAsked() throws IOException {
    try (var _ = taken()) {
      Files.delete(lock());
      Await.until("the lock file is there again", () -> Files.exists(lock()));
    }
  }

  /// As an earlier version would, which locks the file alone.
  @Test
  void whereAnotherServerHoldsTheFileInItsPlaceItSaysThatItIsNotAlone() throws IOException {
    try (var first = taken()) {
      Files.delete(lock());
      try (var other = Objects.requireNonNull(LockFile.take(lock()))) {
        assertThat(first.look()).isFalse();
        assertThat(other.isInPlace()).isTrue();
      }
      assertThat(first.look()).isTrue();
    }
  }

  @Test
  void aServerOfAnEarlierVersionKeepsItOut() throws IOException {
    try (var earlier = Objects.requireNonNull(LockFile.take(lock()))) {
      assertThat(Ownership.take(data)).isNull();
      assertThat(earlier.isInPlace()).isTrue();
    }
    taken().close();
  }

  @Test
  void theRefusalSaysWhatToDo() {
    try (var _ = DataDirectory.open(data)) {
      assertThatThrownBy(() -> DataDirectory.open(data))
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("in use by another Slipway server (expected: none)")
          .hasMessageContaining("--data");
    }
  }

  private Ownership taken() throws IOException {
    return Objects.requireNonNull(Ownership.take(data));
  }
}
