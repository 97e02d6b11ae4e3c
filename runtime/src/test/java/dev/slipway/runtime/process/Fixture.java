package dev.slipway.runtime.process;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.deployment.LaunchSpec;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.engine.port.runtime.LogLine;
import dev.slipway.engine.port.runtime.LogQuery;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.port.runtime.Replica.State;
import dev.slipway.engine.port.runtime.ReplicaSpec;
import dev.slipway.runtime.LocalRuntime;
import dev.slipway.runtime.TestModel;
import dev.slipway.runtime.settings.DataDirs;
import dev.slipway.runtime.settings.RuntimeSettings;
import dev.slipway.runtime.settings.RuntimeSettings.ArchiveLimits;
import dev.slipway.runtime.settings.RuntimeSettings.BuildLimits;
import dev.slipway.runtime.settings.RuntimeSettings.LogLimits;
import dev.slipway.runtime.settings.RuntimeSettings.Probe;
import dev.slipway.runtime.settings.RuntimeSettings.Probes;
import dev.slipway.runtime.settings.RuntimeSettings.Restarts;
import dev.slipway.runtime.settings.RuntimeSettings.Silence;
import dev.slipway.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A data directory with one prepared artifact, and a runtime on it with short intervals. Closing
/// it ends every process of the directory.
public final class Fixture implements AutoCloseable {
  public static final Duration GRACE = Duration.ofSeconds(10);
  public static final RuntimeSettings FAST =
      new RuntimeSettings(
          new Probes(
              Duration.ofMillis(20),
              Duration.ofMillis(100),
              new Probe(Duration.ofMillis(100), Duration.ofSeconds(5), 2),
              new Probe(Duration.ofMillis(50), Duration.ofSeconds(5), 3),
              Silence.DEFAULT,
              Duration.ofMillis(500)),
          new Restarts(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(60)),
          LogLimits.DEFAULT,
          ArchiveLimits.DEFAULT,
          BuildLimits.DEFAULT,
          RuntimeSettings.LOOPBACK);

  final Path data;
  private final RuntimeSettings settings;
  public final Path artifact;
  public LocalRuntime runtime;

  public Fixture(Path data) throws IOException {
    this(data, FAST);
  }

  Fixture(Path data, RuntimeSettings settings) throws IOException {
    this.data = data;
    this.settings = settings;
    this.artifact = Files.createDirectories(data.resolve("artifacts/a1"));
    this.runtime = open();
  }

  LocalRuntime open() {
    return new LocalRuntime(data, InstantSource.system(), settings, System.getenv());
  }

  /// Closes the runtime, which leaves the processes, and opens the next.
  void reopen() {
    runtime.close();
    runtime = open();
  }

  /// The command that starts [TestModel] on its PORT.
  public static String model() {
    return model("$PORT");
  }

  public static String model(String port) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var classes =
        Path.of(TestModel.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    return "%s -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp %s %s %s ."
        .formatted(java, classes, TestModel.class.getName(), port);
  }

  public static LaunchSpec launch(String command, int serverPort) {
    return new LaunchSpec(
        new LaunchSpec.Serving.OwnServer(command, serverPort),
        new LaunchSpec.Paths("/predict", "/ready", "/live"),
        Map.of("FROM_CONFIG", "yes"),
        List.of("hf-token"),
        new LaunchSpec.Limits(1, 1000, 512),
        Duration.ofMinutes(10));
  }

  public static Deployment deployment(String id, String artifact, @Nullable String archive) {
    var source = new Deployment.Source(artifact, archive, "{}", null, null, launch("true", 8080));
    var placement =
        new Deployment.Placement(null, false, "1x2", AutoscalingSettings.DEFAULT, null, 1);
    var phase = new DeploymentPhase.Building(Instant.EPOCH, Instant.EPOCH.plusSeconds(60));
    return new Deployment(id, "m1", "name-" + id, Instant.EPOCH, source, placement, phase);
  }

  public ReplicaSpec spec(String id, String command) {
    return spec(id, command, freePort());
  }

  public ReplicaSpec spec(String id, String command, int serverPort) {
    return new ReplicaSpec(
        id, "d1", "m1", "a1", launch(command, serverPort), Map.of("hf-token", "s3cret"), "prod");
  }

  public static int freePort() {
    try {
      return new Ports(RuntimeSettings.LOOPBACK).draw();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Nullable Replica find(String id) {
    return runtime.replicas().stream().filter(r -> r.id().equals(id)).findAny().orElse(null);
  }

  public Replica get(String id) {
    var replica = find(id);
    if (replica == null) {
      throw new AssertionError("no replica " + id);
    }
    return replica;
  }

  /// How its last process ended; an empty text where none did yet.
  public String lastFailure(String id) {
    return Objects.requireNonNullElse(get(id).lastFailure(), "");
  }

  public void awaitState(String id, State state) {
    Await.until(
        () -> id + " is " + state + ": " + runtime.replicas(),
        () -> runtime.replicas().stream().anyMatch(r -> r.id().equals(id) && r.state() == state));
  }

  public void awaitGone(String id) {
    Await.until(() -> id + " is gone: " + runtime.replicas(), () -> find(id) == null);
  }

  /// The pid in the replica's state file.
  public long pid(String id) {
    return ReplicaFile.all(new DataDirs(data)).stream()
        .filter(f -> f.id().equals(id))
        .mapToLong(file -> file.leader().pid())
        .findAny()
        .orElse(0);
  }

  public String get(String id, String path) throws IOException {
    var address = get(id).address();
    if (address == null) {
      throw new AssertionError("no address");
    }
    var uri = URI.create("http://" + address.host() + ":" + address.port() + path);
    try (var client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public static LogQuery everything(boolean newestFirst, int limit) {
    return everything("d1", newestFirst, limit);
  }

  public static LogQuery everything(String deployment, boolean newestFirst, int limit) {
    return new LogQuery(
        List.of(deployment), Instant.EPOCH, Instant.MAX, newestFirst, limit, LogQuery.Filter.NONE);
  }

  public List<String> messages() {
    return runtime.logs(everything(false, 1000)).lines().stream().map(LogLine::message).toList();
  }

  public void awaitMessage(String part) {
    Await.until(
        () -> "\"" + part + "\" in the log: " + messages(),
        () -> messages().stream().anyMatch(m -> m.contains(part)));
  }

  public static boolean alive(long pid) {
    return ProcessTable.ofThisMachine().find(pid).isPresent();
  }

  @Override
  public void close() {
    runtime.close();
    LocalRuntime.endAll(data, Duration.ZERO);
  }
}
