package dev.slipway.runtime;

import dev.slipway.domain.Deployment;
import dev.slipway.domain.DeploymentMachine.Build;
import dev.slipway.engine.LogLine.Level;
import dev.slipway.runtime.RuntimeSettings.ArchiveLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The prepared directories. One is unpacked beside its place and then renamed to it, so that it is
/// there whole or not at all: that it is there is what says that it is done.
final class Artifacts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Artifacts.class);

  /// Ids cannot begin with a dot.
  private static final String TEMPORARY = ".new-";

  private final DataDirs dirs;
  private final ArchiveLimits limits;
  private final LogStore logs;
  private final Runnable changed;
  private final Semaphore slots;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final Map<String, Build.Broken> broken = new ConcurrentHashMap<>();

  Artifacts(DataDirs dirs, ArchiveLimits limits, LogStore logs, Runnable changed) {
    this.dirs = dirs;
    this.limits = limits;
    this.logs = logs;
    this.changed = changed;
    this.slots = new Semaphore(limits.builds());
    removeHalfDone();
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

  Build build(String artifact) {
    var failed = broken.get(artifact);
    if (running.contains(artifact)) {
      return new Build.Pending();
    }
    if (failed != null) {
      return failed;
    }
    return Files.isDirectory(dirs.artifact(artifact)) ? new Build.Done() : new Build.Pending();
  }

  void prepare(Deployment deployment) {
    var artifact = deployment.source().artifact();
    if (build(artifact) instanceof Build.Done) {
      logs.firstLine(deployment.id(), "build: the artifact is there already");
      return;
    }
    if (!running.add(artifact)) {
      logs.firstLine(deployment.id(), "build: waits for the artifact's build, which is running");
      return;
    }
    broken.remove(artifact);
    logs.system(deployment.id(), Level.INFO, "build: started");
    try {
      workers.execute(() -> work(deployment));
    } catch (RejectedExecutionException e) {
      running.remove(artifact);
    }
  }

  private void work(Deployment deployment) {
    var artifact = deployment.source().artifact();
    var result = attempt(deployment);
    if (result instanceof Build.Broken failed) {
      logs.system(deployment.id(), Level.ERROR, "build: failed: " + failed.reason());
      broken.put(artifact, failed);
    } else if (result instanceof Build.Done) {
      logs.system(deployment.id(), Level.INFO, "build: done");
    }
    running.remove(artifact);
    changed.run();
  }

  private Build attempt(Deployment deployment) {
    try {
      slots.acquire();
    } catch (InterruptedException e) {
      return new Build.Pending();
    }
    var source = deployment.source();
    var temp = dirs.artifacts().resolve(TEMPORARY + DataDirs.checked(source.artifact()));
    try {
      DataDirs.delete(temp);
      Files.createDirectory(temp);
      var model = source.archive() == null ? temp : unpack(source.archive(), temp);
      Files.move(model, dirs.artifact(source.artifact()), StandardCopyOption.ATOMIC_MOVE);
      return new Build.Done();
    } catch (RefusedArchive e) {
      return new Build.Broken(String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      if (workers.isShutdown()) {
        return new Build.Pending();
      }
      LOG.atWarn().addKeyValue("deploymentId", deployment.id()).log("build failed", e);
      return new Build.Broken(
          "The archive could not be unpacked: " + e.getMessage() + ". Pack and upload it again.");
    } finally {
      slots.release();
      clean(temp);
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
      LOG.atWarn().addKeyValue("directory", temp.getFileName()).log("cannot be removed", e);
    }
  }

  void remove(String artifact) throws IOException {
    broken.remove(artifact);
    DataDirs.delete(dirs.artifact(artifact));
  }

  @Override
  public void close() {
    workers.shutdownNow();
    workers.close();
  }
}
