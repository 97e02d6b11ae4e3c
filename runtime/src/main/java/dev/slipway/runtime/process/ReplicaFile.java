package dev.slipway.runtime.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.slipway.domain.deployment.HealthChecks;
import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.runtime.settings.DataDirs;
import dev.slipway.runtime.settings.RuntimeFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The state file of a replica, by which the next server finds it again. It is written before the
/// process is started, with pid 0, and again when the pid is known: a crash between the two leaves
/// a file whose id marks the process. Secrets are not in it.
///
/// @param checks how long its probes may fail; null: its config does not say, or the file is of a
///   server that did not write it
/// @param leader the process that runs, or [Leader#NONE]
public record ReplicaFile(
    String id,
    String deployment,
    String readinessPath,
    String livenessPath,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable HealthChecks checks,
    Instant startedAt,
    @JsonUnwrapped Leader leader) {

  /// The first process of a replica, whose fields stand beside the others in the file.
  ///
  /// @param pid 0: it is being started, or waits for its restart
  /// @param birth empty with pid 0
  /// @param port it answers on, or is expected to
  /// @param wasReady it has answered its readiness probe
  /// @param cgroup directory that limits it; empty: none
  public record Leader(long pid, String birth, int port, boolean wasReady, String cgroup) {
    public static final Leader NONE = new Leader(0, "", 0, false, "");
  }

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaFile.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SUFFIX = ".json";
  private static final String TEMPORARY = ".tmp";

  ReplicaFile with(Leader next) {
    return new ReplicaFile(id, deployment, readinessPath, livenessPath, checks, startedAt, next);
  }

  ReplicaFile ready(int port) {
    return with(new Leader(leader.pid, leader.birth, port, true, leader.cgroup));
  }

  public ProcessTree tree(ProcessTable table) {
    return new ProcessTree(table, id, leader.pid, leader.birth);
  }

  /// Writes the file beside its place and moves it there. On a full disk one that is there already
  /// is written over, which needs no room: a replica that crashed starts again there too.
  void save(DataDirs dirs) throws IOException {
    var target = dirs.replica(id);
    try {
      saveBeside(target);
    } catch (IOException e) {
      var fault = StorageFault.of(e);
      if (fault == null || !fault.isFull() || !Files.exists(target)) {
        throw e;
      }
      try (var out = FileChannel.open(target, StandardOpenOption.WRITE)) {
        out.truncate(write(out));
        out.force(false);
      }
    }
  }

  private long write(FileChannel out) throws IOException {
    var bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(this));
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
    return bytes.limit();
  }

  private void saveBeside(Path target) throws IOException {
    var temp = target.resolveSibling(target.getFileName() + TEMPORARY);
    try (var out =
        FileChannel.open(
            temp,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      write(out);
      out.force(false);
    }
    Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE);
  }

  public static void remove(DataDirs dirs, String id) {
    try {
      Files.deleteIfExists(dirs.replica(id));
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("replicaId", id)
          .log("cannot delete the state file of a replica that has ended", e);
    }
  }

  /// Removes the temporary files that a crash has left.
  public static void removeHalfWritten(DataDirs dirs) {
    try (var files = Files.newDirectoryStream(dirs.replicas(), "*" + TEMPORARY)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new RuntimeFailure("cannot remove half written state files", e);
    }
  }

  /// All readable state files. An unreadable one is logged and left: its processes are not known.
  public static List<ReplicaFile> all(DataDirs dirs) {
    var found = new ArrayList<ReplicaFile>();
    if (!Files.isDirectory(dirs.replicas())) {
      return found;
    }
    try (var files = Files.newDirectoryStream(dirs.replicas(), "*" + SUFFIX)) {
      for (Path file : files) {
        try {
          found.add(JSON.readValue(Files.readAllBytes(file), ReplicaFile.class));
        } catch (JacksonException e) {
          LOG.atError()
              .addKeyValue("file", file.getFileName())
              .log("cannot read the state file of a replica; it is not adopted", e);
        }
      }
    } catch (IOException e) {
      throw new RuntimeFailure("cannot read the replicas' state files", e);
    }
    found.sort(Comparator.comparing(ReplicaFile::startedAt));
    return found;
  }
}
