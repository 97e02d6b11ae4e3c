package dev.slipway.runtime.artifact;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.runtime.LogLine.Level;
import dev.slipway.runtime.log.LogStore;
import dev.slipway.runtime.settings.DataDirs;
import dev.slipway.runtime.settings.RuntimeFailure;
import dev.slipway.runtime.settings.RuntimeSettings.ArchiveLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Artifacts: prepared directories that replicas run in. An artifact is unpacked and built beside
/// its place and then renamed to it, so that it is complete if it exists.
public final class Artifacts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Artifacts.class);

  /// Ids cannot begin with a dot.
  private static final String TEMPORARY = ".new-";

  private final DataDirs dirs;
  private final ArchiveLimits limits;
  private final LogStore logs;
  private final Builder truss;
  private final Runnable changed;
  private final Semaphore slots;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Build.Broken> broken = new ConcurrentHashMap<>();

  /// Guards `running`, so that no file is collected that a build needs.
  private final Object gate = new Object();

  private final Map<String, Work> running = new HashMap<>();

  /// @param truss builds the models that have no start command of their own
  public Artifacts(
      DataDirs dirs, ArchiveLimits limits, LogStore logs, Builder truss, Runnable changed) {
    this.dirs = dirs;
    this.limits = limits;
    this.logs = logs;
    this.truss = truss;
    this.changed = changed;
    this.slots = new Semaphore(limits.builds());
    removeHalfDone();
  }

  /// A build that runs.
  private static final class Work {
    private @Nullable Thread thread;
    private boolean unwanted;
  }

  private void removeHalfDone() {
    try (var found = Files.newDirectoryStream(dirs.artifacts(), TEMPORARY + "*")) {
      for (var dir : found) {
        DataDirs.delete(dir);
      }
    } catch (IOException e) {
      throw new RuntimeFailure("cannot remove half unpacked artifacts", e);
    }
  }

  public Build build(String artifact) {
    var failed = broken.get(artifact);
    if (runs(artifact)) {
      return new Build.Pending();
    }
    if (failed != null) {
      return failed;
    }
    return Files.isDirectory(dirs.artifact(artifact)) ? new Build.Done() : new Build.Pending();
  }

  private boolean runs(String artifact) {
    synchronized (gate) {
      return running.containsKey(artifact);
    }
  }

  public void prepare(Deployment deployment) {
    var artifact = deployment.source().artifact();
    if (build(artifact) instanceof Build.Done) {
      logs.firstLine(deployment.id(), "build: the artifact is there already");
      return;
    }
    var work = new Work();
    synchronized (gate) {
      if (running.putIfAbsent(artifact, work) != null) {
        logs.firstLine(deployment.id(), "build: waits for the artifact's build, which is running");
        return;
      }
    }
    broken.remove(artifact);
    logs.system(deployment.id(), Level.INFO, "build: started");
    try {
      workers.execute(() -> work(deployment, work));
    } catch (RejectedExecutionException e) {
      done(artifact);
    }
  }

  private void work(Deployment deployment, Work work) {
    var artifact = deployment.source().artifact();
    synchronized (gate) {
      work.thread = Thread.currentThread();
    }
    BuildNotes.say(
        deployment.source(), (level, message) -> logs.system(deployment.id(), level, message));
    var result = attempt(deployment, work);
    if (result instanceof Build.Broken failed) {
      logs.system(deployment.id(), Level.ERROR, "build: failed: " + failed.reason());
      broken.put(artifact, failed);
    } else if (result instanceof Build.Done) {
      logs.system(deployment.id(), Level.INFO, "build: done");
    }
    done(artifact);
    changed.run();
    collect();
  }

  private void done(String artifact) {
    synchronized (gate) {
      running.remove(artifact);
    }
  }

  private Build attempt(Deployment deployment, Work work) {
    var source = deployment.source();
    var temp = dirs.artifacts().resolve(TEMPORARY + DataDirs.checked(source.artifact()));
    try {
      slots.acquire();
    } catch (InterruptedException e) {
      return new Build.Pending();
    }
    try {
      DataDirs.delete(temp);
      Files.createDirectory(temp);
      return keep(source.artifact(), make(deployment, temp), work);
    } catch (BrokenBuild e) {
      return new Build.Broken(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      return new Build.Pending();
    } catch (IOException | RuntimeException e) {
      if (workers.isShutdown() || Thread.currentThread().isInterrupted()) {
        return new Build.Pending();
      }
      LOG.atWarn()
          .addKeyValue("deploymentId", deployment.id())
          .log("the build of an artifact failed; a new deployment or a retry builds it again", e);
      return new Build.Broken(why(e));
    } finally {
      slots.release();
      clean(temp);
    }
  }

  private String why(Exception e) {
    return e instanceof IOException io && StorageFault.of(io) != null
        ? "The archive could not be unpacked. " + dirs.why(io)
        : "The archive could not be unpacked: " + e.getMessage() + ". Pack and upload it again.";
  }

  private Path make(Deployment deployment, Path temp) throws IOException, InterruptedException {
    var source = deployment.source();
    var archive = source.archive();
    var into = Files.createDirectory(temp.resolve("source"));
    var unpacked = archive == null ? into : unpack(archive, into);
    if (archive != null && !source.launch().runsTruss() && BuildNotes.holdsNoFiles(unpacked)) {
      logs.system(deployment.id(), Level.WARNING, BuildNotes.ONLY_CONFIG);
    }
    return source.launch().runsTruss()
        ? truss.build(
            unpacked,
            Files.createDirectory(temp.resolve("room")),
            (level, message) -> logs.system(deployment.id(), level, message))
        : unpacked;
  }

  /// Moves a built artifact to its place, unless its deployment was deleted in the meantime.
  private Build keep(String artifact, Path made, Work work) throws IOException {
    synchronized (gate) {
      if (work.unwanted) {
        return new Build.Pending();
      }
      Files.move(made, dirs.artifact(artifact), StandardCopyOption.ATOMIC_MOVE);
      return new Build.Done();
    }
  }

  private Path unpack(String key, Path temp) throws IOException {
    var archive = dirs.upload(key);
    if (archive == null || !Files.isRegularFile(archive)) {
      throw new RefusedArchive("The archive was not uploaded. Upload it and deploy again.");
    }
    return Unpacker.unpack(archive, temp, limits);
  }

  private static void clean(Path temp) {
    try {
      DataDirs.delete(temp);
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("directory", temp.getFileName())
          .log("cannot delete the temporary directory of a build; the next start deletes it", e);
    }
  }

  /// Removes an artifact and ends its build. Files that no other artifact needs are removed by
  /// [#collect].
  public void remove(String artifact) throws IOException {
    synchronized (gate) {
      var work = running.get(artifact);
      if (work != null) {
        work.unwanted = true;
        if (work.thread != null) {
          work.thread.interrupt();
        }
      }
    }
    broken.remove(artifact);
    DataDirs.delete(dirs.artifact(artifact));
  }

  /// Removes files that no artifact needs any more. While a build runs this does nothing; the end
  /// of the build calls it again.
  public void collect() {
    try {
      synchronized (gate) {
        if (running.isEmpty() && !workers.isShutdown()) {
          workers.execute(truss.collect());
        }
      }
    } catch (IOException | RejectedExecutionException e) {
      LOG.atWarn()
          .log("cannot delete unused build files; the end of the next build tries again", e);
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
    workers.close();
  }
}
