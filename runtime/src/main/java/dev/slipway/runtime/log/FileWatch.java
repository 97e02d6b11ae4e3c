package dev.slipway.runtime.log;

import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notifies of writes to files. After each notification [#begin] is called again: a process that
/// writes a lot would otherwise cause a lot of them.
interface FileWatch extends AutoCloseable {
  /// Notifies of writes to the files of these directories from now on, also of new files.
  ///
  /// @return false: it cannot
  boolean begin(Collection<Path> directories);

  /// Stops the notifications, but for one that is under way.
  void end();

  @Override
  void close();

  /// The implementation for this machine.
  ///
  /// @param written called on a thread of its own
  /// @return null: it would do no better than look itself
  static @Nullable FileWatch ofMachine(Runnable written) {
    return System.getProperty("os.name", "").equals("Linux") ? new Inotify(written) : null;
  }

  /// The JDK's watch service, which is inotify on Linux.
  final class Inotify implements FileWatch {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final Runnable written;
    private final List<WatchKey> keys = new ArrayList<>();
    private @Nullable WatchService service;
    private boolean closed;

    Inotify(Runnable written) {
      this.written = written;
    }

    @Override
    public synchronized boolean begin(Collection<Path> directories) {
      if (closed) {
        return false;
      }
      try {
        var watching = started();
        for (var directory : directories) {
          keys.add(directory.register(watching, ENTRY_MODIFY));
        }
        return true;
      } catch (IOException e) {
        // A directory that has just gone, or a limit of the machine.
        LOG.atDebug()
            .addKeyValue("cause", e.getMessage())
            .log("cannot watch output files; polling them instead");
        end();
        return false;
      }
    }

    @Override
    public synchronized void end() {
      keys.forEach(WatchKey::cancel);
      keys.clear();
    }

    @Override
    public synchronized void close() {
      closed = true;
      try {
        if (service != null) {
          service.close();
        }
      } catch (IOException e) {
        LOG.atWarn().log("cannot stop watching output files", e);
      }
    }

    private WatchService started() throws IOException {
      var known = service;
      if (known != null) {
        return known;
      }
      var made = FileSystems.getDefault().newWatchService();
      service = made;
      Thread.ofVirtual().name("replica-writes").start(() -> tell(made));
      return made;
    }

    /// A key that is not reset is not told again.
    private void tell(WatchService watching) {
      try {
        while (true) {
          var _ = watching.take();
          written.run();
        }
      } catch (ClosedWatchServiceException e) {
        // It was closed, which ends this.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
