package dev.slipway.runtime.truss;

import dev.slipway.engine.port.runtime.LogLine.Level;
import dev.slipway.runtime.artifact.BrokenBuild;
import dev.slipway.runtime.artifact.BuildLog;
import dev.slipway.runtime.log.LineParser;
import dev.slipway.runtime.log.LogStore;
import dev.slipway.runtime.log.LogWriter;
import dev.slipway.runtime.process.ProcessEndText;
import dev.slipway.runtime.process.ProcessKill;
import dev.slipway.runtime.process.ProcessTable;
import dev.slipway.runtime.process.ProcessTree;
import dev.slipway.runtime.process.ReplicaEnvironment;
import dev.slipway.runtime.settings.DataDirs;
import dev.slipway.runtime.settings.NanoClock;
import dev.slipway.runtime.settings.RuntimeSettings.BuildLimits;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Runs the commands of builds and writes their output to the deployment's log. Every process that
/// a command has started is killed when the command ends, passes a limit or is interrupted; if the
/// server dies first, the next server kills them when it starts.
public final class BuildRunner {
  /// The variable that marks processes of a data directory, so that they are found after a crash.
  static final String OWNER = "SLIPWAY_BUILD";

  /// The interval between two checks of the size.
  private static final Duration LOOK = Duration.ofSeconds(2);

  /// The longest line in bytes; a longer one is cut into several.
  private static final int LINE = 4096;

  private final Map<String, String> environment;
  private final BuildLimits limits;
  private final ProcessTable table;
  private final List<String> session;
  private final String owner;
  private final AtomicLong steps = new AtomicLong();

  /// @param environment of the server; a command is given a small part
  /// @param session the command that makes a session; may be empty
  public BuildRunner(
      Map<String, String> environment,
      BuildLimits limits,
      ProcessTable table,
      List<String> session,
      Path data) {
    this.environment = ReplicaEnvironment.ofBuilds(environment);
    this.limits = limits;
    this.table = table;
    this.session = session;
    this.owner = data.toString();
  }

  /// Kills processes that a server which died has left.
  void endLeftovers() {
    var left = table.withVariable(table.all(), OWNER, owner);
    left.forEach(e -> ProcessHandle.of(e.pid()).ifPresent(ProcessHandle::destroyForcibly));
  }

  /// @param deadline moment of [NanoClock#now] at which it is ended
  /// @throws BrokenBuild where it fails or is over a limit, with its last lines
  void run(BuildStep step, long deadline, BuildLog log) throws IOException, InterruptedException {
    var temporary = Files.createDirectories(step.directory().resolve("tmp"));
    var id = "build-" + ProcessHandle.current().pid() + "-" + steps.incrementAndGet();
    var process = start(step, id, temporary);
    var birth = table.find(process.pid()).map(ProcessTable.Entry::birth).orElse("");
    var tree = new ProcessTree(table, id, process.pid(), birth);
    var tail = new ArrayDeque<String>();
    var reader = Thread.ofVirtual().start(() -> read(process, log, tail));
    try {
      await(step, process, deadline);
    } finally {
      ProcessKill.kill(tree, true, Set.of());
      LogStore.join(reader);
      DataDirs.delete(temporary);
    }
    if (process.exitValue() != 0) {
      throw new BrokenBuild(
          ProcessEndText.withTail(
              step.what() + " failed with exit code " + process.exitValue() + ".",
              List.copyOf(tail)));
    }
    checkSize(step);
  }

  private Process start(BuildStep step, String id, Path temporary) throws IOException {
    var command = new ArrayList<>(session);
    command.addAll(step.command());
    var builder =
        new ProcessBuilder(command)
            .directory(step.directory().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true);
    var variables = new HashMap<>(environment);
    variables.put("TMPDIR", temporary.toString());
    variables.put(ProcessTree.MARK, id);
    variables.put(OWNER, owner);
    builder.environment().clear();
    builder.environment().putAll(variables);
    return builder.start();
  }

  private void await(BuildStep step, Process process, long deadline)
      throws IOException, InterruptedException {
    while (true) {
      var left = deadline - NanoClock.now();
      if (left <= 0) {
        throw new BrokenBuild(
            step.what()
                + " was ended: the build took longer than "
                + limits.deadline().toMinutes()
                + " min. Ask for less, or retry: what was downloaded is kept.");
      }
      if (process.waitFor(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS)) {
        return;
      }
      checkSize(step);
    }
  }

  private void checkSize(BuildStep step) throws IOException {
    if (size(step.grows()) > limits.environmentBytes()) {
      throw new BrokenBuild(
          step.what()
              + " was ended: it takes more than "
              + limits.environmentBytes()
              + " bytes. Ask for fewer or smaller packages.");
    }
  }

  private static void read(Process process, BuildLog log, Deque<String> tail) {
    try (var in = process.inputReader()) {
      for (var line = line(in); line != null; line = line(in)) {
        if (line.isBlank()) {
          continue;
        }
        var level = LineParser.level(line);
        log.say(level == null ? Level.INFO : level, "build: " + line);
        tail.addLast(line);
        if (tail.size() > LogWriter.TAIL_LINES) {
          tail.removeFirst();
        }
      }
    } catch (IOException e) {
      log.say(Level.WARNING, "build: the rest of the output cannot be read");
    }
  }

  private static @Nullable String line(BufferedReader in) throws IOException {
    var line = new StringBuilder();
    while (line.length() < LINE) {
      var c = in.read();
      if (c < 0) {
        return line.isEmpty() ? null : line.toString();
      }
      if (c == '\n' || c == '\r') {
        break;
      }
      line.append((char) c);
    }
    return line.toString();
  }

  /// The bytes of all files below a directory, which may be changing.
  private static long size(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.mapToLong(BuildRunner::sizeOf).sum();
    } catch (UncheckedIOException e) {
      return 0;
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
