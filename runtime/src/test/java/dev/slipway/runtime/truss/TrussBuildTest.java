package dev.slipway.runtime.truss;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.domain.deployment.LaunchSpec;
import dev.slipway.engine.port.runtime.LogLine;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.port.runtime.ReplicaSpec;
import dev.slipway.runtime.FakePython;
import dev.slipway.runtime.LocalRuntime;
import dev.slipway.runtime.process.Fixture;
import dev.slipway.runtime.settings.RuntimeSettings;
import dev.slipway.runtime.settings.RuntimeSettings.BuildLimits;
import dev.slipway.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Builds of Truss models with a stand-in for Python: what is made, shared, refused and cleared up.
class TrussBuildTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Path data;
  private final FakePython python;
  private LocalRuntime runtime;

  TrussBuildTest(@TempDir Path directory) throws IOException {
    data = directory.resolve("data");
    python = new FakePython(directory.resolve("python")).with(11);
    runtime = open(BuildLimits.DEFAULT);
  }

  @AfterEach
  void close() {
    runtime.close();
    LocalRuntime.endAll(data, Duration.ZERO);
  }

  @Test
  void aModelRunsInItsEnvironmentWithWhatTrusssServerReads() throws IOException {
    prepare("d1", "numpy");
    done("d1");
    runtime.start(spec("production"));
    Await.until(
        () -> "the replica is ready: " + runtime.replicas(),
        () -> runtime.replicas().stream().anyMatch(Replica::ready));
    var environment = environments("py311-").getFirst();
    var seen = Files.readAllLines(python.home().resolve("environment"));
    assertThat(seen)
        .contains("SLIPWAY_SECRET_0=hf-token=s3cret", "VIRTUAL_ENV=" + environment, "A=1")
        .noneMatch(line -> line.startsWith("SECRET_"));
    assertThat(python.home().resolve("path")).content().startsWith(environment + "/bin:");
    assertThat(told()).isEqualTo("{\"name\":\"production\"}");
  }

  @Test
  void aRunningReplicaIsToldWhenItsEnvironmentChanges() throws IOException {
    prepare("d1", "numpy");
    done("d1");
    runtime.start(spec(null));
    Await.until(
        () -> "the replica is ready: " + runtime.replicas(),
        () -> runtime.replicas().stream().anyMatch(Replica::ready));
    assertThat(data.resolve("dynamic/d1/environment")).doesNotExist();
    runtime.start(spec("staging"));
    Await.until(() -> "it is told: " + told(), () -> told().equals("{\"name\":\"staging\"}"));
    assertThat(runtime.replicas()).hasSize(1).allMatch(Replica::ready);
  }

  @Test
  void equalRequirementsAreInstalledOnceAlsoWhenTheyAreWantedAtTheSameTime() throws IOException {
    prepare("d1", "numpy");
    prepare("d2", "numpy");
    prepare("d3", "scipy");
    List.of("d1", "d2", "d3").forEach(this::done);
    assertThat(python.calls().stream().filter(call -> call.startsWith("pip numpy"))).hasSize(1);
    assertThat(environments("py311-")).hasSize(2);
    assertThat(environments("truss-")).hasSize(1);
  }

  @Test
  void aRequirementThatFailsBreaksTheBuildWithTheLastLinesAndLeavesNothing() throws IOException {
    prepare("d1", "broken");
    assertThat(reason("d1"))
        .startsWith("Installing the requirements failed with exit code 1.")
        .endsWith("Collecting broken\nERROR: No matching distribution found");
    assertThat(messages("d1"))
        .contains("ERROR build: ERROR: No matching distribution found", "INFO build: started");
    assertThat(environments("py311-")).isEmpty();
    assertThat(data.resolve("artifacts")).isEmptyDirectory();
  }

  @Test
  void anEnvironmentThatACrashLeftHalfMadeIsRemovedAndSoIsWhatMadeIt() throws IOException {
    runtime.close();
    Files.createDirectories(data.resolve("environments/py311-half/bin"));
    var builder = new ProcessBuilder("sleep", "600");
    builder.environment().put(BuildRunner.OWNER, data.toAbsolutePath().toString());
    var left = builder.start();
    runtime = open(BuildLimits.DEFAULT);
    assertThat(environments("py311-")).isEmpty();
    Await.until(() -> "what was left is ended", () -> !left.isAlive());
  }

  @Test
  void aBuildThatIsInterruptedIsDoneAnewByTheNextServer() throws IOException {
    prepare("d1", "hang");
    var process = hanging();
    runtime.close();
    assertThat(Fixture.alive(process)).isFalse();
    runtime = open(BuildLimits.DEFAULT);
    assertThat(runtime.build("d1")).isInstanceOf(Build.Pending.class);
    assertThat(environments("py311-")).isEmpty();
  }

  @Test
  void aDeletedDeploymentsBuildIsEnded() throws IOException {
    prepare("d1", "hang");
    var process = hanging();
    runtime.remove(Set.of("d1"), Set.of("d1"));
    Await.until(() -> "the build has ended", () -> !Fixture.alive(process));
    Await.until(
        () -> "nothing is left of it",
        () -> environments("py311-").isEmpty() && names(data.resolve("artifacts")).isEmpty());
  }

  @Test
  void anEnvironmentGoesWithTheLastDeploymentThatUsesIt() throws IOException {
    prepare("d1", "numpy");
    done("d1");
    prepare("d2", "numpy");
    done("d2");
    runtime.remove(Set.of("d1"), Set.of("d1"));
    assertThat(environments("py311-")).hasSize(1);
    runtime.remove(Set.of("d2"), Set.of("d2"));
    Await.until(() -> "the environment is gone", () -> environments("py311-").isEmpty());
    assertThat(environments("truss-")).hasSize(1);
  }

  @Test
  void aBuildEndsAtItsDeadline() throws IOException {
    runtime.close();
    runtime = open(new BuildLimits(Duration.ofSeconds(1), 1L << 30));
    prepare("d1", "hang");
    assertThat(reason("d1")).contains(" was ended: the build took longer than ");
  }

  @Test
  void anEnvironmentHasALargestSize() throws IOException {
    runtime.close();
    runtime = open(new BuildLimits(LONG, 1L << 20));
    prepare("d1", "big");
    assertThat(reason("d1")).contains(" takes more than 1048576 bytes");
    assertThat(environments("py311-")).isEmpty();
  }

  @Test
  void withoutAPythonTheErrorSaysWhatToInstall() throws IOException {
    Files.delete(python.home().resolve("bin/python3.11"));
    python.executable("python3", "#!/bin/sh\nexit 1\n");
    prepare("d1", "numpy");
    assertThat(reason("d1")).startsWith("No Python with venv").contains("apt-get install python3");
  }

  @Test
  void theClosestPythonIsUsedAndTheLogSaysSo() throws IOException {
    python.with(13).executable("python3.12", "#!/bin/sh\nexit 127\n");
    upload("d1", "numpy", 12);
    runtime.prepare(deployment("d1"));
    done("d1");
    assertThat(environments("py313-")).hasSize(1);
    assertThat(messages("d1"))
        .anyMatch(line ->
            line.startsWith("WARNING build: python_version: py312: ")
                && line.contains("Python 3.13.7"));
  }

  private LocalRuntime open(BuildLimits limits) {
    var fast = Fixture.FAST;
    var settings =
        new RuntimeSettings(
            fast.probes(), fast.restarts(), fast.logs(), fast.archives(), limits, fast.bindHost());
    return new LocalRuntime(data, InstantSource.system(), settings, python.environment());
  }

  private static LaunchSpec launch() {
    return new LaunchSpec(
        new LaunchSpec.Serving.TrussServer(),
        new LaunchSpec.Paths("/predict", "/ready", "/live"),
        Map.of("A", "1"),
        List.of("hf-token"),
        new LaunchSpec.Limits(1, 1000, 512),
        LONG);
  }

  private static ReplicaSpec spec(@Nullable String environment) {
    return new ReplicaSpec(
        "r1", "d1", "m1", "d1", launch(), Map.of("hf-token", "s3cret"), environment);
  }

  private static Deployment deployment(String id) {
    var plain = Fixture.deployment(id, id, id + ".zip");
    var source = new Deployment.Source(id, id + ".zip", "{}", null, null, launch());
    return new Deployment(
        id,
        plain.modelId(),
        plain.name(),
        plain.createdAt(),
        source,
        plain.placement(),
        plain.phase());
  }

  private Deployment prepare(String id, String requirement) throws IOException {
    upload(id, requirement, 11);
    var deployment = deployment(id);
    runtime.prepare(deployment);
    return deployment;
  }

  private void upload(String id, String requirement, int minor) throws IOException {
    var file = data.resolve("uploads").resolve(id + ".zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      var texts =
          Map.of(
              "python_minor", String.valueOf(minor),
              "first_requirements.txt", "",
              "requirements.txt", requirement,
              "constraints.txt", "",
              "model/model.py", "pass");
      for (var text : texts.entrySet()) {
        zip.putNextEntry(new ZipEntry(text.getKey()));
        zip.write(text.getValue().getBytes(UTF_8));
        zip.closeEntry();
      }
    }
  }

  private void done(String id) {
    Await.until(
        () -> id + " is built; it is " + runtime.build(id),
        () -> runtime.build(id) instanceof Build.Done);
  }

  private String reason(String id) {
    Await.until(
        () -> id + " is broken; it is " + runtime.build(id),
        () -> runtime.build(id) instanceof Build.Broken);
    return ((Build.Broken) runtime.build(id)).reason();
  }

  private long hanging() throws IOException {
    var file = python.home().resolve("hanging");
    Await.until(() -> "pip hangs", () -> Files.exists(file) && !text(file).isBlank());
    return Long.parseLong(Files.readString(file).strip());
  }

  private String told() {
    var file = data.resolve("dynamic/d1/environment");
    return Files.exists(file) ? text(file) : "";
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<Path> environments(String prefix) {
    return names(data.resolve("environments")).stream()
        .filter(dir -> dir.getFileName().toString().startsWith(prefix))
        .toList();
  }

  private static List<Path> names(Path parent) {
    try (Stream<Path> found = Files.list(parent)) {
      return found.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> messages(String id) {
    return runtime.logs(Fixture.everything(id, false, 1000)).lines().stream()
        .map(TrussBuildTest::shown)
        .toList();
  }

  private static String shown(LogLine line) {
    return line.level() + " " + line.message();
  }
}
