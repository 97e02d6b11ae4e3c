package dev.slipway.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.cli.host.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/// A server's data directory. One server at a time owns it, by locks that the operating system
/// frees when the process ends, however it ends; see [Ownership].
final class DataDirectory implements AutoCloseable {
  private final Path root;
  private final Ownership ownership;

  private DataDirectory(Path root, Ownership ownership) {
    this.root = root;
    this.ownership = ownership;
  }

  /// Opens the directory, makes it where it is missing (mode 700), and locks it.
  ///
  /// @throws StartFailure where it cannot be made, written or locked
  static DataDirectory open(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      restrict(absolute, "rwx------");
      var ownership = Ownership.take(absolute);
      if (ownership == null) {
        throw new StartFailure(
            "data directory %s: in use by another Slipway server (expected: none). Stop that server, or give this one a directory of its own with --data."
                .formatted(absolute));
      }
      return new DataDirectory(absolute, ownership);
    } catch (IOException e) {
      throw new StartFailure(
          "data directory %s: %s (expected: a directory that can be written). Choose another one with --data."
              .formatted(absolute, FileErrors.of(e)));
    }
  }

  Path root() {
    return root;
  }

  Path database() {
    return root.resolve("slipway.db");
  }

  Path ballast() {
    return root.resolve("ballast");
  }

  Path uploads() {
    return root.resolve("uploads");
  }

  static Path keyFile(Path root) {
    return root.resolve("api-key");
  }

  /// Whether the key for local use is there already.
  boolean hasKey() {
    return Files.exists(keyFile(root));
  }

  /// Writes the key for local use, mode 600.
  void writeKey(Supplier<String> key) {
    try {
      Path file = Files.createTempFile(root, "api-key", ".new");
      restrict(file, "rw-------");
      Files.writeString(file, key.get() + System.lineSeparator(), UTF_8);
      Files.move(
          file, keyFile(root), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StartFailure("cannot write " + keyFile(root) + ": " + FileErrors.of(e));
    }
  }

  String readKey() {
    try {
      return Files.readString(keyFile(root), UTF_8).strip();
    } catch (IOException e) {
      throw new StartFailure("cannot read " + keyFile(root) + ": " + FileErrors.of(e));
    }
  }

  @Override
  public void close() {
    try {
      ownership.close();
    } catch (IOException e) {
      throw new StartFailure("cannot release the lock of " + root + ": " + e);
    }
  }

  private static void restrict(Path path, String mode) throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
  }
}
