package dev.slipway.runtime.process;

import dev.slipway.runtime.process.ProcessTable.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The TCP sockets of this machine that listen, and whose they are, as /proc shows them. Where
/// there is none, nothing is seen.
final class ListeningSockets {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTEN = "0A";

  // Columns of /proc/net/tcp.
  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  /// Both addresses as /proc writes them: words of 4 bytes, each in the machine's byte order.
  private static final Map<String, String> KNOWN =
      Map.of(
          "0100007F", "127.0.0.1",
          "00000000", "0.0.0.0",
          "00000000000000000000000000000000", "[::]",
          "00000000000000000000000001000000", "[::1]",
          "0000000000000000FFFF00000100007F", "127.0.0.1");

  private static final Set<String> REACHED = Set.of("127.0.0.1", "0.0.0.0", "[::]");

  private ListeningSockets() {}

  /// @param address as text, or as /proc writes it where it is an unusual one
  record Listening(String address, int port, String inode) {
    /// Whether connections to 127.0.0.1 come to it.
    boolean reached() {
      return REACHED.contains(address);
    }
  }

  /// A process that listens.
  ///
  /// @param name of its program
  record Owner(long pid, String name) {
    boolean isThisServer() {
      return pid == ProcessHandle.current().pid();
    }
  }

  /// Whether it can be seen which process listens on a port.
  static boolean visible() {
    return Files.isReadable(PROC.resolve("net/tcp"));
  }

  /// The sockets that one of these processes holds, in order of their ports.
  static List<Listening> of(Collection<Entry> processes) {
    var all = new HashMap<String, Listening>();
    for (var socket : all()) {
      all.put(socket.inode(), socket);
    }
    var found = new HashMap<String, Listening>();
    for (var process : processes) {
      for (var inode : inodes(process.pid())) {
        var socket = all.get(inode);
        if (socket != null) {
          found.put(inode, socket);
        }
      }
    }
    return found.values().stream()
        .sorted((a, b) -> Integer.compare(a.port(), b.port()))
        .distinct()
        .toList();
  }

  /// The first process other than these that listens on a port; null: there is none, or it cannot
  /// be seen, as that of another user.
  static @Nullable Owner other(int port, Collection<Entry> than) {
    var inodes = new HashSet<String>();
    for (var socket : all()) {
      if (socket.port() == port) {
        inodes.add(socket.inode());
      }
    }
    var pids = than.stream().map(Entry::pid).toList();
    if (inodes.isEmpty()) {
      return null;
    }
    try (var dirs = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (var dir : dirs) {
        long pid = Long.parseLong(dir.getFileName().toString());
        if (!pids.contains(pid) && inodes(pid).stream().anyMatch(inodes::contains)) {
          return new Owner(pid, name(pid));
        }
      }
    } catch (IOException e) {
      return null;
    }
    return null;
  }

  private static String name(long pid) {
    try {
      return Files.readString(PROC.resolve(pid + "/comm")).strip();
    } catch (IOException e) {
      return "?";
    }
  }

  private static List<Listening> all() {
    var found = new ArrayList<Listening>();
    read(PROC.resolve("net/tcp"), found);
    read(PROC.resolve("net/tcp6"), found);
    return found;
  }

  private static void read(Path table, List<Listening> found) {
    try (var lines = Files.lines(table)) {
      lines
          .map(line -> line.strip().split("\\s+"))
          .filter(f -> f.length > INODE && f[STATE].equals(LISTEN))
          .forEach(f -> found.add(socket(f)));
    } catch (IOException | UncheckedIOException e) {
      // A machine without IPv6 has no tcp6.
    }
  }

  private static Listening socket(String[] fields) {
    var local = fields[LOCAL];
    var colon = local.lastIndexOf(':');
    var address = local.substring(0, colon);
    return new Listening(
        KNOWN.getOrDefault(address, address),
        Integer.parseInt(local.substring(colon + 1), 16),
        fields[INODE]);
  }

  /// The inodes of the sockets that a process holds; none where it has ended, or is not ours.
  private static Set<String> inodes(long pid) {
    var found = new HashSet<String>();
    try (var fds = Files.newDirectoryStream(PROC.resolve(pid + "/fd"))) {
      for (var fd : fds) {
        var target = target(fd);
        if (target.startsWith("socket:[")) {
          found.add(target.substring("socket:[".length(), target.length() - 1));
        }
      }
    } catch (IOException e) {
      return found;
    }
    return found;
  }

  private static String target(Path fd) {
    try {
      return Files.readSymbolicLink(fd).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
