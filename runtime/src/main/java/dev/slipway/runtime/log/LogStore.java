package dev.slipway.runtime.log;

import dev.slipway.engine.loop.Repeats;
import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.runtime.LogLine.Level;
import dev.slipway.runtime.settings.DataDirs;
import dev.slipway.runtime.settings.NanoClock;
import dev.slipway.runtime.settings.RuntimeSettings.LogLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All logs: `logs/<deployment>/<replica>/`, and `@` in a replica's place for what is about the
/// deployment as a whole. Both output streams of a replica go to one file, in the order in which
/// they were written; the level of a line is what the line says, none where it says none. One
/// thread takes over what the replicas write.
public final class LogStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);
  static final String DEPLOYMENT = "@";
  private static final String RAW = "out";

  private final DataDirs dirs;
  private final LogLimits limits;
  private final InstantSource clock;
  private final Map<Path, LogWriter> writers = new ConcurrentHashMap<>();
  private final Map<String, RawOutput> outputs = new ConcurrentHashMap<>();
  private final Map<Path, Instant> failingSince = new ConcurrentHashMap<>();
  private final Repeats repeats;
  private final OutputPoller outputPoller;
  private final Thread pump;

  public LogStore(DataDirs dirs, LogLimits limits, InstantSource clock) {
    this.dirs = dirs;
    this.limits = limits;
    this.clock = clock;
    this.repeats = new Repeats(clock);
    this.outputPoller =
        new OutputPoller(limits.idleInterval(), OutputPoller.TOLD, FileWatch::ofMachine);
    this.pump = Thread.ofVirtual().name("replica-logs").start(this::pump);
  }

  /// Starts to capture the output of a replica, or goes on with it after a restart of the server.
  ///
  /// @return the file that the replica must write to
  public Path open(String deployment, String replica) throws IOException {
    var dir = dirs.logs(deployment).resolve(DataDirs.checked(replica));
    var known = outputs.get(replica);
    if (known != null) {
      return known.file();
    }
    trim(dirs.logs(deployment));
    var output =
        new RawOutput(dir.resolve(RAW), writer(dir), limits, HolePunch.ofMachine(), NanoClock::now);
    outputs.put(replica, output);
    outputPoller.soon();
    return output.file();
  }

  /// Writes a line of the runtime itself, about a deployment.
  public void system(String deployment, Level level, String message) {
    write(dirs.logs(deployment).resolve(DEPLOYMENT), level, message);
  }

  /// The same, but only if the log is empty.
  public void firstLine(String deployment, String message) {
    if (!Files.exists(dirs.logs(deployment).resolve(DEPLOYMENT))) {
      system(deployment, Level.INFO, message);
    }
  }

  /// Writes a line of the runtime itself, about a replica.
  public void replica(String deployment, String replica, Level level, String message) {
    write(dirs.logs(deployment).resolve(DataDirs.checked(replica)), level, message);
  }

  private void write(Path dir, Level level, String message) {
    try {
      writer(dir).line(level, message);
    } catch (IOException e) {
      failed(dir, e, "cannot write log lines of deployments; they are lost");
    }
  }

  private LogWriter writer(Path dir) throws IOException {
    var known = writers.get(dir);
    if (known != null) {
      return known;
    }
    synchronized (writers) {
      var other = writers.get(dir);
      if (other != null) {
        return other;
      }
      var made = new LogWriter(dir, limits, clock);
      writers.put(dir, made);
      return made;
    }
  }

  /// The last lines that the replica's process wrote.
  public List<String> tail(String deployment, String replica) {
    return tail(deployment, replica, LogWriter.TAIL_LINES);
  }

  /// More of the last lines that the replica's process wrote, to be searched.
  public List<String> longTail(String deployment, String replica) {
    return tail(deployment, replica, LogWriter.SEARCHED_LINES);
  }

  private List<String> tail(String deployment, String replica, int most) {
    var writer = writers.get(dirs.logs(deployment).resolve(replica));
    return writer == null ? List.of() : writer.tail(most);
  }

  public void processStarts(String deployment, String replica) {
    var writer = writers.get(dirs.logs(deployment).resolve(replica));
    if (writer != null) {
      writer.clearTail();
    }
  }

  /// Captures the rest of the output of a process that has ended.
  public void processEnded(String replica) {
    var output = outputs.get(replica);
    if (output != null) {
      pump(output, true);
    }
  }

  /// Stops capturing the output of a replica that is gone. Captured lines stay.
  public void release(String deployment, String replica) {
    processEnded(replica);
    var output = outputs.remove(replica);
    writers.remove(dirs.logs(deployment).resolve(replica));
    try {
      if (output != null) {
        Files.deleteIfExists(output.file());
      }
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("replicaId", replica)
          .log("cannot delete the output file of a replica that has ended", e);
    }
  }

  /// Removes all logs of a deployment.
  public void forget(String deployment) throws IOException {
    var dir = dirs.logs(deployment);
    writers.keySet().removeIf(path -> path.startsWith(dir));
    DataDirs.delete(dir);
  }

  /// Removes the oldest files of a deployment that has too many.
  private void trim(Path deployment) throws IOException {
    var all = new ArrayList<Path>();
    var total = 0L;
    for (var dir : directories(deployment)) {
      for (var segment : Segments.of(dir)) {
        all.add(segment);
        total += Files.size(segment);
      }
    }
    all.sort(Comparator.comparingLong(Segments::first));
    for (var segment : all) {
      if (total <= limits.deploymentBytes() || isCurrent(segment)) {
        return;
      }
      total -= Files.size(segment);
      Files.deleteIfExists(segment);
    }
  }

  private boolean isCurrent(Path segment) {
    return writers.containsKey(segment.getParent());
  }

  static List<Path> directories(Path deployment) throws IOException {
    if (!Files.isDirectory(deployment)) {
      return List.of();
    }
    try (var found = Files.list(deployment)) {
      return found.filter(Files::isDirectory).toList();
    }
  }

  private void pump() {
    while (outputPoller.await()) {
      var any = false;
      var directories = new ArrayList<Path>();
      for (var output : outputs.values()) {
        directories.add(output.directory());
        any |= pump(output, false);
      }
      outputPoller.found(any, directories);
    }
  }

  private boolean pump(RawOutput output, boolean ended) {
    try {
      var any = output.pump(ended);
      var since = any ? failingSince.remove(output.directory()) : null;
      if (since != null) {
        write(
            output.directory(),
            Level.WARNING,
            "lines may be missing from here back to %s, when the log could not be written"
                .formatted(since));
      }
      return any;
    } catch (IOException e) {
      failingSince.putIfAbsent(output.directory(), clock.instant());
      failed(output.file(), e, "cannot take over the output of replicas; trying again");
      return false;
    }
  }

  /// A full disk fails all logs again and again.
  private void failed(Path log, IOException e, String what) {
    var fault = StorageFault.of(e);
    repeats.say(
        what + (fault == null ? log : fault),
        more ->
            LOG.atWarn()
                .addKeyValue("log", log)
                .addKeyValue("cause", dirs.why(e))
                .setCause(fault == null ? e : null)
                .log("{}{}", what, more));
  }

  @Override
  public void close() {
    outputPoller.close();
    join(pump);
    outputs.values().forEach(output -> pump(output, false));
  }

  public static void join(@Nullable Thread thread) {
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
