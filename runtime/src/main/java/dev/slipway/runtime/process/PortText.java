package dev.slipway.runtime.process;

import dev.slipway.engine.port.runtime.ReplicaSpec;
import dev.slipway.runtime.process.ListeningSockets.Listening;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Sentences about the ports of a replica: only what its output and the machine's sockets show.
final class PortText {
  /// What a program prints that cannot listen.
  private static final Pattern IN_USE =
      Pattern.compile(
          "(?i)address (is )?(already )?in use|\\bEADDRINUSE\\b|port \\d* ?(is )?already in use");

  private PortText() {}

  /// What ports had to do with the end of a process that never was ready, to be added to how it
  /// ended. A port is named only where the process itself said that it could not listen, and the
  /// sockets show that another process, which is not this server, has it.
  ///
  /// @param spec null: not known
  /// @param lines the last lines that it wrote
  /// @return empty: nothing is known
  static String afterEnd(Running process, @Nullable ReplicaSpec spec, List<String> lines) {
    var serverPort = spec == null ? 0 : spec.launch().serverPort();
    if (serverPort == 0 || lines.stream().noneMatch(line -> IN_USE.matcher(line).find())) {
      return "";
    }
    if (!ListeningSockets.visible()) {
      return Ports.free(serverPort) ? "" : " " + taken(serverPort, process.givenPort, null);
    }
    var owner = ListeningSockets.other(serverPort, process.tree.members(true));
    if (owner == null || owner.isThisServer()) {
      return " It could not listen where it wanted to: use $PORT in start_command (it was given %d)."
          .formatted(process.givenPort);
    }
    return " " + taken(serverPort, process.givenPort, owner);
  }

  /// Why a process cannot stay that shares its port with another; null: it does not.
  static @Nullable String shared(Running process, int port) {
    if (port == process.givenPort || !process.serverPortTaken) {
      return null;
    }
    if (!ListeningSockets.visible()) {
      return taken(port, process.givenPort, null);
    }
    var owner = ListeningSockets.other(port, process.tree.members(true));
    return owner == null || owner.isThisServer() ? null : taken(port, process.givenPort, owner);
  }

  private static String taken(int serverPort, int port, ListeningSockets.@Nullable Owner owner) {
    return "Port %d (server_port) is taken by %s, and the command did not listen on the PORT that it was given (%d): use $PORT in start_command to run more than one replica."
        .formatted(
            serverPort,
            owner == null
                ? "another process"
                : "another process (%s, pid %d)".formatted(owner.name(), owner.pid()),
            port);
  }

  /// Where a process that is not ready listens, as an end of a sentence; empty where it is reached
  /// on the port that is asked, or where it cannot be seen.
  static String listening(Running process) {
    if (!ListeningSockets.visible()) {
      return "";
    }
    var sockets = ListeningSockets.of(process.tree.members(true));
    var asked = sockets.stream().filter(s -> s.port() == process.port).toList();
    if (asked.stream().anyMatch(Listening::reached)) {
      return "";
    }
    if (!asked.isEmpty()) {
      return "; it listens on port %d on %s only, not on %s"
          .formatted(
              process.port,
              asked.stream().map(Listening::address).distinct().collect(Collectors.joining(", ")),
              "127.0.0.1");
    }
    if (sockets.isEmpty()) {
      return "; it listens on no port";
    }
    return "; it listens on "
        + sockets.stream()
            .map(s -> s.reached() ? "" + s.port() : s.port() + " on " + s.address() + " only")
            .distinct()
            .collect(Collectors.joining(", "))
        + ", and not on the PORT that it was given";
  }
}
