package dev.slipway.runtime.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.slipway.runtime.settings.RuntimeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads /proc.
final class LinuxProcesses implements ProcessTable {
  private static final Path PROC = Path.of("/proc");

  // Positions in /proc/PID/stat, counted behind the command's closing parenthesis.
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int SESSION = 3;
  private static final int START_TICKS = 19;

  /// Start times are ticks since the machine's start, so the start belongs to the birth.
  private final String boot = read(PROC.resolve("sys/kernel/random/boot_id")).strip();

  @Override
  public List<Entry> all() {
    var found = new ArrayList<Entry>();
    try (var dirs = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var dir : dirs) {
        find(Long.parseLong(dir.getFileName().toString())).ifPresent(found::add);
      }
    } catch (IOException e) {
      throw new RuntimeFailure("cannot list /proc", e);
    }
    return found;
  }

  @Override
  public Optional<Entry> find(long pid) {
    var stat = read(PROC.resolve(pid + "/stat"));
    var close = stat.lastIndexOf(')');
    if (close < 0) {
      return Optional.empty();
    }
    var fields = stat.substring(close + 2).split(" ", START_TICKS + 2);
    if (fields[STATE].equals("Z") || fields[STATE].equals("X")) {
      return Optional.empty();
    }
    return Optional.of(
        new Entry(
            pid,
            Long.parseLong(fields[PARENT]),
            Long.parseLong(fields[SESSION]),
            boot + ":" + fields[START_TICKS]));
  }

  @Override
  public List<Entry> withVariable(List<Entry> among, String name, String value) {
    var wanted = "\0" + name + "=" + value + "\0";
    return among.stream()
        .filter(e -> ("\0" + read(PROC.resolve(e.pid() + "/environ"))).contains(wanted))
        .toList();
  }

  /// The text of a file; empty if it cannot be read, as the process has ended or is not ours.
  private static String read(Path path) {
    try {
      return Files.readString(path, ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
