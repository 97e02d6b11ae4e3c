package dev.slipway.app;

import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.engine.history.Upkeep;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/// Settings of a server.
///
/// @param data its data directory
/// @param address that it listens on
/// @param keepReplicas leave the replicas running when the server stops, for the next start
/// @param upkeep how long audit events are kept
/// @param stopGrace how long a replica may take to end by itself when the server stops
/// @param guards encryption and rate limits
record ServerSettings(
    Path data,
    Address address,
    boolean keepReplicas,
    Upkeep.Limits upkeep,
    Duration stopGrace,
    Guards guards) {
  static final int MANAGEMENT_PORT = 8000;
  static final int INFERENCE_PORT = 9090;
  static final String HOST = "127.0.0.1";
  static final String DATA = ".slipway";

  /// A hundred years.
  static final int MAX_AUDIT_DAYS = 36_500;

  static final Duration STOP_GRACE = Duration.ofSeconds(10);

  /// Where a server listens.
  ///
  /// @param host address that both ports are bound to
  /// @param managementPort 0 to 65535; 0: any free one
  /// @param inferencePort 0 to 65535; 0: any free one
  record Address(String host, int managementPort, int inferencePort) {
    Address {
      checkPort("--management-port", managementPort);
      checkPort("--inference-port", inferencePort);
      if (managementPort == inferencePort && managementPort != 0) {
        throw new Failure(
            Exit.USAGE,
            "--management-port and --inference-port: both %d (expected: two ports)"
                .formatted(managementPort));
      }
    }

    /// Looks whether somebody listens already. Event loops that two servers share would not refuse
    /// the second one, but give each of them some of the connections.
    ///
    /// @throws IllegalStateException where a port is taken, or the host is not of this machine
    void requireFree() {
      requireFree(managementPort);
      requireFree(inferencePort);
    }

    private void requireFree(int port) {
      try (var probe = SocketChannel.open()) {
        // As the servers do: connections that ended a moment ago do not count.
        probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        var _ = probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      } catch (IOException e) {
        throw new IllegalStateException(
            "cannot listen on %s:%d (expected: a free port of this machine): %s"
                .formatted(host, port, e.getMessage()),
            e);
      }
    }

    /// The default ports of this machine.
    static Address standard() {
      return new Address(HOST, MANAGEMENT_PORT, INFERENCE_PORT);
    }

    /// Free ports of this machine.
    static Address free() {
      return new Address(HOST, 0, 0);
    }
  }

  /// Defaults for everything but the data directory and the address: no encryption, no rate limits.
  static ServerSettings at(Path data, Address address) {
    return new ServerSettings(data, address, false, Upkeep.Limits.DEFAULT, STOP_GRACE, Guards.NONE);
  }

  /// How long audit events are kept.
  static Upkeep.Limits audit(int events, int days) {
    if (events < 1) {
      throw new Failure(Exit.USAGE, "--audit-events: %d (expected: 1 or more)".formatted(events));
    }
    if (days < 1 || days > MAX_AUDIT_DAYS) {
      throw new Failure(
          Exit.USAGE, "--audit-days: %d (expected: 1 to %d)".formatted(days, MAX_AUDIT_DAYS));
    }
    return new Upkeep.Limits(events, Duration.ofDays(days));
  }

  private static void checkPort(String name, int port) {
    if (port < 0 || port > 65_535) {
      throw new Failure(Exit.USAGE, "%s: %d (expected: 0 to 65535)".formatted(name, port));
    }
  }
}
