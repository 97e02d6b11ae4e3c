package dev.slipway.runtime.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The processes of this machine.
public interface ProcessTable {

  /// A process.
  ///
  /// @param parent its parent's pid
  /// @param group its session, or its process group where sessions cannot be seen
  /// @param birth tells two processes apart that had the same pid
  record Entry(long pid, long parent, long group, String birth) {}

  /// All processes that have not ended.
  List<Entry> all();

  /// The process of this pid, where it has not ended.
  Optional<Entry> find(long pid);

  /// Those of `among` that were started with the variable `name=value` in their environment.
  List<Entry> withVariable(List<Entry> among, String name, String value);

  default boolean alive(long pid, String birth) {
    return find(pid).filter(e -> e.birth().equals(birth)).isPresent();
  }

  static ProcessTable ofThisMachine() {
    return Files.isReadable(Path.of("/proc/self/stat")) ? new LinuxProcesses() : new PsProcesses();
  }
}
