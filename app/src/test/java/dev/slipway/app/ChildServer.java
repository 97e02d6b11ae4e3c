package dev.slipway.app;

import dev.slipway.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server in a process of its own, to be killed.
final class ChildServer {
  private final Process process;
  private final Path data;
  private final URI management;
  private final URI inference;

  private ChildServer(Process process, Path data, URI management, URI inference) {
    this.process = process;
    this.data = data;
    this.management = management;
    this.inference = inference;
  }

  static ChildServer start(Path data) {
    return start(data, List.of());
  }

  /// A server that may open so many files, and sockets, at a time.
  static ChildServer withFiles(int limit, Path data) {
    return start(data, List.of("sh", "-c", "ulimit -n " + limit + " && exec \"$@\"", "sh"));
  }

  private static ChildServer start(Path data, List<String> wrapper) {
    int[] ports;
    // Both are held until both are known: a port that was let go may be given again at once.
    try (var management = new ServerSocket(0);
        var inference = new ServerSocket(0)) {
      ports = new int[] {management.getLocalPort(), inference.getLocalPort()};
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return start(data, ports[0], ports[1], wrapper);
  }

  /// A next one on the same data and ports, once this one has ended.
  ChildServer again() {
    return start(data, management.getPort(), inference.getPort(), List.of());
  }

  private static ChildServer start(Path data, int management, int inference, List<String> wrapper) {
    var arguments = new ArrayList<>(wrapper);
    Collections.addAll(
        arguments,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:TieredStopAtLevel=1",
        "-Xmx256m",
        "-cp",
        System.getProperty("java.class.path"),
        Main.class.getName(),
        "serve",
        "--data",
        data.toString(),
        "--management-port",
        String.valueOf(management),
        "--inference-port",
        String.valueOf(inference),
        "--keep-replicas",
        "--rehearsals",
        "0");
    var command = new ProcessBuilder(arguments);
    command.environment().put("JAVA_HOME", System.getProperty("java.home"));
    command.redirectErrorStream(true);
    command.redirectOutput(
        ProcessBuilder.Redirect.appendTo(data.resolveSibling("server.log").toFile()));
    try {
      var child =
          new ChildServer(
              command.start(),
              data,
              URI.create("http://127.0.0.1:" + management),
              URI.create("http://127.0.0.1:" + inference));
      child.awaitReady();
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Manager manager() {
    return new Manager(management, key());
  }

  /// Speaks to the inference port as [#manager] does to the other.
  Manager caller() {
    return new Manager(inference, key());
  }

  URI inference() {
    return inference;
  }

  URI management() {
    return management;
  }

  String key() {
    try {
      return Files.readString(DataDirectory.keyFile(data)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// kill -9.
  void kill() {
    process.destroyForcibly();
    await();
  }

  /// As an upgrade does: requests in flight end, and the replicas stay.
  void stop() {
    process.destroy();
    await();
  }

  private void await() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("the server did not end in a minute");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitReady() {
    try (var manager = new Manager(management, "none")) {
      Await.until(this::log, () -> healthy(manager));
    }
  }

  private boolean healthy(Manager manager) {
    if (!process.isAlive()) {
      throw new AssertionError("the server ended at its start:\n" + log());
    }
    try {
      return manager.get("/healthz").status() == 200;
    } catch (UncheckedIOException e) {
      return false; // nobody listens yet
    }
  }

  /// What it and the servers before it wrote.
  String log() {
    try {
      return Files.readString(data.resolveSibling("server.log"));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }
}
