package dev.slipway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
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
  void theDirectoryItselfIsLocked() throws IOException {
    var first = Objects.requireNonNull(DirectoryLock.take(data));
    assertThat(first.isReal()).isTrue();
    assertThat(DirectoryLock.take(data)).isNull();
    first.close();
    Objects.requireNonNull(DirectoryLock.take(data)).close();
  }

  @Test
  void aDirectoryThatCannotBeOpenedIsNotTakenForOneThatCannotBeLocked() {
    assertThatThrownBy(() -> DirectoryLock.take(data.resolve("none")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be opened to lock it (No such file or directory)");
  }

  /// In one process Java keeps its own list of locks, which says nothing of the system's.
  @Test
  void anotherProcessFindsBothLockedWhateverThisOneTriesMeanwhile() throws Exception {
    try (var first = taken()) {
      assertThat(Ownership.take(data)).isNull();
      assertThat(LockFile.take(lock())).isNull();
      assertThat(LockAttempt.inAnotherProcess(data)).isEqualTo("directory held, file held");
      Files.delete(lock());
      assertThat(first.look()).isTrue();
      assertThat(LockFile.take(lock())).isNull();
      assertThat(LockAttempt.inAnotherProcess(data)).isEqualTo("directory held, file held");
    }
    assertThat(LockAttempt.inAnotherProcess(data)).isEqualTo("directory free, file free");
  }

  @Test
  void aFileThatCannotBeLookedAtCountsAsInPlace() throws IOException {
    Path directory = Files.createDirectory(data.resolve("directory"));
    try (var held = Objects.requireNonNull(LockFile.take(directory.resolve("lock")))) {
      Path away = Files.move(directory, data.resolve("away"));
      assertThat(held.isInPlace()).isFalse();
      Files.createSymbolicLink(directory, directory); // too many levels of symbolic links
      assertThat(held.isInPlace()).isTrue();
      Files.delete(directory);
      Files.move(away, directory);
      assertThat(held.isInPlace()).isTrue();
    }
  }

  @Test
  void aDirectoryThatWasReplacedIsNamedAndLeftAlone() throws IOException {
    Path root = Files.createDirectory(data.resolve("root"));
    try (var first = Objects.requireNonNull(Ownership.take(root))) {
      Path away = Files.move(root, data.resolve("away"));
      var captured = new ByteArrayOutputStream();
      PrintStream before = System.err;
      System.setErr(new PrintStream(captured, true, UTF_8));
      try {
        assertThat(first.look()).isFalse();
        Files.createDirectory(root);
        assertThat(first.look()).isFalse();
      } finally {
        System.setErr(before);
      }
      assertThat(captured.toString(UTF_8))
          .containsOnlyOnce("the data directory was removed, or replaced by another one")
          .contains("put the first directory back")
          .doesNotContain("locked all the time");
      assertThat(root).isEmptyDirectory();
      Files.delete(root);
      Files.move(away, root);
      assertThat(first.look()).isTrue();
    }
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
