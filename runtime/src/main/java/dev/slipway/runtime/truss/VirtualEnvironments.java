package dev.slipway.runtime.truss;

import dev.slipway.engine.port.runtime.LogLine.Level;
import dev.slipway.runtime.artifact.BuildLog;
import dev.slipway.runtime.settings.DataDirs;
import dev.slipway.runtime.settings.RuntimeFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Python environments of Truss models, below `environments/`, named by their recipe. One is
/// made where it stays, as its scripts hold its path; the mark that is written last says that it is
/// whole. One without it is what a crash has left, and is removed.
final class VirtualEnvironments {
  private static final Logger LOG = LoggerFactory.getLogger(VirtualEnvironments.class);
  private static final String MARK = ".slipway-complete";

  /// Names of recipes cannot begin with a dot.
  private static final String OLD = ".old-";

  private final Path root;
  private final BuildRunner runner;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  VirtualEnvironments(Path root, BuildRunner runner) {
    this.root = root;
    this.runner = runner;
    try {
      for (var dir : directories()) {
        if (!Files.exists(dir.resolve(MARK)) || dir.getFileName().toString().startsWith(OLD)) {
          DataDirs.delete(dir);
        }
      }
    } catch (IOException e) {
      throw new RuntimeFailure("cannot remove half made Python environments", e);
    }
  }

  /// The interpreter of an environment.
  static Path python(Path environment) {
    return environment.resolve("bin").resolve("python");
  }

  /// The environment of a recipe, made where it is not there. Others that ask for the same one in
  /// the meantime wait for it.
  ///
  /// @param room where the recipe is written to, for pip
  Path ensure(Recipe recipe, Path room, long deadline, BuildLog log)
      throws IOException, InterruptedException {
    var name = recipe.name();
    var lock = locks.computeIfAbsent(name, _ -> new ReentrantLock());
    if (!lock.tryLock()) {
      log.say(Level.INFO, "build: waits for the environment " + name + ", which is being made");
      lock.lockInterruptibly();
    }
    try {
      var target = root.resolve(name);
      if (Files.exists(target.resolve(MARK))) {
        log.say(Level.INFO, "build: the environment " + name + " is there already");
        return target;
      }
      log.say(Level.INFO, "build: makes the environment " + name + " with " + recipe.python());
      make(recipe, target, room, deadline, log);
      return target;
    } finally {
      lock.unlock();
    }
  }

  private void make(Recipe recipe, Path target, Path room, long deadline, BuildLog log)
      throws IOException, InterruptedException {
    DataDirs.delete(target);
    var whole = false;
    try {
      var making = List.of(recipe.python().executable(), "-I", "-m", "venv", target.toString());
      runner.run(
          new BuildStep("Making the environment", making, room, Files.createDirectory(target)),
          deadline,
          log);
      var constraints = Files.writeString(room.resolve("constraints.txt"), recipe.constraints());
      for (var text : recipe.requirements()) {
        var requirements = Files.writeString(room.resolve("requirements.txt"), text);
        runner.run(
            new BuildStep(
                "Installing " + recipe.purpose(),
                install(target, requirements, constraints),
                room,
                target),
            deadline,
            log);
      }
      complete(target);
      whole = true;
    } finally {
      if (!whole) {
        DataDirs.delete(target);
      }
    }
  }

  private static List<String> install(Path target, Path requirements, Path constraints) {
    return List.of(
        python(target).toString(),
        "-I",
        "-m",
        "pip",
        "install",
        "--no-input",
        "--disable-pip-version-check",
        "--progress-bar=off",
        "--requirement",
        requirements.toString(),
        "--constraint",
        constraints.toString());
  }

  private static void complete(Path target) throws IOException {
    try (var mark =
        FileChannel.open(
            target.resolve(MARK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      mark.force(true);
    }
  }

  /// Puts those aside that are not `used`. Nothing is made meanwhile.
  ///
  /// @return removes them
  Runnable keepOnly(Predicate<String> used) throws IOException {
    var old = new ArrayList<Path>();
    for (var dir : directories()) {
      var name = dir.getFileName().toString();
      var aside = root.resolve(OLD + name);
      if (!name.startsWith(".") && !used.test(name) && !Files.exists(aside)) {
        locks.remove(name);
        old.add(Files.move(dir, aside));
      }
    }
    return () -> old.forEach(VirtualEnvironments::remove);
  }

  private static void remove(Path dir) {
    try {
      DataDirs.delete(dir);
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("directory", dir.getFileName())
          .log("cannot delete an unused Python environment; it stays on the disk", e);
    }
  }

  private List<Path> directories() throws IOException {
    try (var found = Files.list(root)) {
      return found.filter(Files::isDirectory).toList();
    }
  }
}
