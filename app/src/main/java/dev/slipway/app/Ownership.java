package dev.slipway.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One server's sole right to a data directory: a lock on the directory itself, which nobody can
/// remove without removing the data, and one on a file in it, for servers of earlier versions and
/// for file systems that lock files alone. The file is looked after: where it is removed it is
/// written and locked again.
final class Ownership implements AutoCloseable {
  static final String FILE = "lock";

  /// How often the file is looked after.
  static final Duration EVERY = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

  private final Path root;
  private final @Nullable Object rootKey;
  private final DirectoryLock directory;
  private final Thread watch;
  private LockFile file;

  /// Why the right may not be this server's alone; null: it is.
  private @Nullable String lost;

  private Ownership(Path root, @Nullable Object rootKey, DirectoryLock directory, LockFile file) {
    this.root = root;
    this.rootKey = rootKey;
    this.directory = directory;
    this.file = file;
    this.watch = Thread.ofVirtual().name("slipway-lock").unstarted(this::watch);
  }

  /// @return null where another server has the directory
  static @Nullable Ownership take(Path root) throws IOException {
    var directory = DirectoryLock.take(root);
    if (directory == null) {
      return null;
    }
    Object rootKey = null;
    LockFile file = null;
    try {
      rootKey = LockFile.key(root);
      file = LockFile.take(root.resolve(FILE));
    } finally {
      if (file == null) {
        directory.close();
      }
    }
    if (file == null) {
      return null;
    }
    if (!directory.isReal()) {
      LOG.info(
          "{}: this file system does not lock directories; the file {} alone keeps other servers out, do not remove it",
          root,
          FILE);
    }
    var taken = new Ownership(root, rootKey, directory, file);
    taken.watch.start();
    return taken;
  }

  private void watch() {
    while (true) {
      try {
        Thread.sleep(EVERY);
        look();
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /// Writes the file again where it was removed.
  ///
  /// @return whether the right is still this server's alone
  synchronized boolean look() {
    if (isReplaced()) {
      complain(
          "the data directory was removed, or replaced by another one; this server has the files of"
              + " the first one open and would write new ones elsewhere. Stop it, put the first"
              + " directory back in its place, and start it again");
      return false;
    }
    if (file.isInPlace()) {
      return found();
    }
    try {
      var again = LockFile.take(root.resolve(FILE));
      if (again == null) {
        complain(
            "the lock file was removed, and another server has locked the one in its place; stop one"
                + " of the two");
        return false;
      }
      file.close();
      file = again;
      lost = null;
      LOG.warn(
          "{}: the lock file was removed; it is written and locked again{}",
          root,
          directory.isReal()
              ? ", and the directory itself was locked all the time"
              : " (do not remove it: it keeps other servers from this directory)");
    } catch (IOException e) {
      complain("the lock file was removed, and cannot be written again: " + e.getMessage());
    }
    return lost == null;
  }

  /// Whether the path names another directory than the one that is locked, or none. An error of the
  /// file system, which may pass, says nothing.
  private boolean isReplaced() {
    try {
      return !Objects.equals(rootKey, LockFile.key(root));
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("cause", e.toString()).log("the directory cannot be looked at now");
      return false;
    }
  }

  private boolean found() {
    if (lost != null) {
      lost = null;
      LOG.warn("{}: the directory and its lock file are in their place again", root);
    }
    return true;
  }

  /// Once for each cause, not at every look.
  private void complain(String why) {
    if (!why.equals(lost)) {
      lost = why;
      LOG.error("{}: {}", root, why);
    }
  }

  @Override
  public void close() throws IOException {
    watch.interrupt();
    try {
      watch.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (directory) {
      closeFile();
    }
  }

  private synchronized void closeFile() throws IOException {
    file.close();
  }
}
