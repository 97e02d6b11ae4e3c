package dev.slipway.runtime.process;

import dev.slipway.runtime.process.ProcessTable.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// TCP ports of this machine.
public final class Ports {
  private static final int CONNECT_MILLIS = 500;

  /// How often a port that was just given to another replica is drawn again.
  private static final int DRAWS = 64;

  private static final Path PROC = Path.of("/proc");
  private static final String LISTEN = "0A";

  private final String host;
  private final Set<Integer> given = ConcurrentHashMap.newKeySet();

  public Ports(String host) {
    this.host = host;
  }

  /// A port that nothing listens on and that no other replica was given.
  int draw() throws IOException {
    for (var i = 0; i < DRAWS; i++) {
      try (var socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
        if (given.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      }
    }
    throw new IOException("no free port was found in " + DRAWS + " draws");
  }

  void keep(int port) {
    given.add(port);
  }

  void giveBack(int port) {
    given.remove(port);
  }

  /// Whether nothing listens on a port, on any address.
  static boolean free(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  boolean accepts(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Whether it can be seen which process listens on a port.
  static boolean ownersVisible() {
    return Files.isReadable(PROC.resolve("net/tcp"));
  }

  /// Whether one of these processes listens on a port. Only where [#ownersVisible].
  static boolean listens(Collection<Entry> processes, int port) {
    var sockets = new HashSet<String>();
    addListening(PROC.resolve("net/tcp"), port, sockets);
    addListening(PROC.resolve("net/tcp6"), port, sockets);
    return !sockets.isEmpty() && processes.stream().anyMatch(e -> holds(e.pid(), sockets));
  }

  private static void addListening(Path table, int port, Set<String> sockets) {
    var suffix = ":%04X".formatted(port);
    try (var lines = Files.lines(table)) {
      lines
          .map(line -> line.strip().split("\\s+"))
          .filter(f -> f.length > 9 && f[1].endsWith(suffix) && f[3].equals(LISTEN))
          .forEach(f -> sockets.add("socket:[" + f[9] + "]"));
    } catch (IOException | UncheckedIOException e) {
      // A machine without IPv6 has no tcp6.
    }
  }

  private static boolean holds(long pid, Set<String> sockets) {
    try (var fds = Files.newDirectoryStream(PROC.resolve(pid + "/fd"))) {
      for (var fd : fds) {
        if (sockets.contains(target(fd))) {
          return true;
        }
      }
    } catch (IOException e) {
      return false;
    }
    return false;
  }

  private static String target(Path fd) {
    try {
      return Files.readSymbolicLink(fd).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
