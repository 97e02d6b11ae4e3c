package dev.slipway.runtime.truss;

import dev.slipway.engine.port.runtime.LogLine.Level;
import dev.slipway.runtime.artifact.BrokenBuild;
import dev.slipway.runtime.artifact.BuildLog;
import dev.slipway.runtime.artifact.Builder;
import dev.slipway.runtime.settings.DataDirs;
import dev.slipway.runtime.settings.NanoClock;
import dev.slipway.runtime.settings.RuntimeSettings.BuildLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// Builds Truss models without containers: Truss itself, in an environment of its own, makes of the
/// model the directory that its image would hold; the requirements are installed into an
/// environment that models with the same ones share.
public final class TrussBuilder implements Builder {
  /// pip's words for an index that does not answer.
  private static final Pattern UNREACHABLE =
      Pattern.compile(
          "NewConnectionError|Failed to establish|name resolution|ConnectTimeout|ProxyError");

  private static final String TOOL = "truss-" + Truss.VERSION;

  private final DataDirs dirs;
  private final Truss truss;
  private final PythonFinder pythonFinder;
  private final VirtualEnvironments virtualEnvironments;
  private final BuildRunner runner;
  private final BuildLimits limits;

  public TrussBuilder(
      DataDirs dirs,
      Truss truss,
      PythonFinder pythonFinder,
      BuildRunner runner,
      BuildLimits limits) {
    this.dirs = dirs;
    this.truss = truss;
    this.pythonFinder = pythonFinder;
    this.runner = runner;
    this.limits = limits;
    runner.endLeftovers();
    this.virtualEnvironments = new VirtualEnvironments(dirs.environments(), runner);
  }

  @Override
  public Path build(Path source, Path room, BuildLog log) throws IOException, InterruptedException {
    var deadline = NanoClock.now() + limits.deadline().toNanos();
    var all = pythonFinder.all();
    if (all.isEmpty()) {
      throw new BrokenBuild(
          "No Python with venv was found on the server's PATH (expected: the one that the config's"
              + " python_version names, or another of 3.%d to 3.%d). Install it (on Debian: apt-get"
                  .formatted(PythonFinder.OLDEST, PythonFinder.NEWEST)
              + " install python3 python3-venv), start the server with it on its PATH, and retry.");
    }
    var tool =
        environment(
            new Recipe(TOOL, "Truss", all.getLast(), List.of(Truss.REQUIREMENT), ""),
            room,
            deadline,
            log);
    var app = room.resolve("app");
    var plan = Files.createDirectory(room.resolve("plan"));
    var planning =
        List.of(
            VirtualEnvironments.python(tool).toString(),
            "-I",
            truss.buildScript().toString(),
            source.toString(),
            app.toString(),
            plan.toString());
    runner.run(new BuildStep("Reading the model", planning, room, room), deadline, log);
    var recipe = recipe(plan, all, log);
    var environment = environment(recipe, room, deadline, log);
    Files.writeString(app.resolve(Truss.ENVIRONMENT), environment.getFileName().toString());
    return app;
  }

  private static Recipe recipe(Path plan, List<Python> all, BuildLog log) throws IOException {
    var minor = Integer.parseInt(Files.readString(plan.resolve("python_minor")).strip());
    var python = PythonFinder.closest(all, minor);
    if (python.minor() != minor) {
      log.say(
          Level.WARNING,
          "build: python_version: py3%d: no python3.%d with venv is on the server's PATH; %s, the closest, is used instead"
              .formatted(minor, minor, python));
    }
    return new Recipe(
        "py3" + python.minor(),
        "the requirements",
        python,
        List.of(
            Files.readString(plan.resolve("first_requirements.txt")),
            Files.readString(plan.resolve("requirements.txt"))),
        Files.readString(plan.resolve("constraints.txt")));
  }

  private Path environment(Recipe recipe, Path room, long deadline, BuildLog log)
      throws IOException, InterruptedException {
    try {
      return virtualEnvironments.ensure(recipe, room, deadline, log);
    } catch (BrokenBuild e) {
      var why = String.valueOf(e.getMessage());
      if (UNREACHABLE.matcher(why).find()) {
        throw new BrokenBuild(
            "The package index cannot be reached; check the server's network, or set PIP_INDEX_URL for it. "
                + why);
      }
      throw e;
    }
  }

  @Override
  public Runnable collect() throws IOException {
    var used = new HashSet<String>();
    try (var artifacts = Files.newDirectoryStream(dirs.artifacts(), Files::isDirectory)) {
      for (var artifact : artifacts) {
        try {
          used.add(Files.readString(artifact.resolve(Truss.ENVIRONMENT)));
        } catch (NoSuchFileException e) {
          // It has a start command of its own.
        }
      }
    }
    return virtualEnvironments.keepOnly(name -> used.contains(name) || name.startsWith(TOOL + "-"));
  }
}
