package dev.slipway.app.sockets;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.channel.Channel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The file descriptors that this process may have, and what each port may use of them.
///
/// ## Design
///
/// The system gives every new file or socket the lowest number that is free. So a number says how
/// many are in use, and to look at the one that a connection was just given costs nothing. A port
/// takes connections until one has a number that is not meant for it:
///
/// - the inference port, up to the middle of what is free: each request may need a connection to a
///   model as well, and with the other half each has one;
/// - the management port, up to nearly the limit: the last part is for the database, for files and
///   for the processes of replicas.
///
/// Above both, [#keptBack] are left for the management port alone, so that an operator can act on a
/// server that its clients have filled.
public final class Descriptors {
  /// A server with fewer does not start.
  public static final int LEAST = 128;

  /// A server with room for fewer clients of the inference port does not start: most would wait for
  /// ever, though it calls itself ready.
  public static final int CLIENTS_LEAST = 8;

  /// With fewer the server says at its start what that means.
  public static final int ENOUGH = 4_096;

  private static final int MOST_KEPT = 256;
  private static final int LEAST_KEPT = 32;

  /// The part of what is kept back that the management port leaves alone, as a divisor.
  private static final int INNERMOST = 4;

  private static final int KEPT = 8;
  private static final String NOTHING = "/dev/null";

  private final int limit;
  private final int inUse;
  private final Set<Integer> managementPorts = ConcurrentHashMap.newKeySet();

  /// @param limit how many this process may have
  /// @param inUse how many it has at its start
  Descriptors(int limit, int inUse) {
    this.limit = limit;
    this.inUse = inUse;
  }

  /// Those of this process, as they are now.
  public static Descriptors ofThisProcess() {
    var system = system();
    return system == null
        ? new Descriptors(Integer.MAX_VALUE, 0)
        : new Descriptors(
            (int) Math.min(Integer.MAX_VALUE, system.getMaxFileDescriptorCount()), open());
  }

  /// How many this process may have; the greatest number where there is no limit.
  public int limit() {
    return limit;
  }

  /// How many clients may be connected to the inference port, about.
  public int clients() {
    return Math.max(0, (limit - keptBack() - inUse) / 2);
  }

  /// How many more clients the inference port would take now.
  public int room() {
    return room(open());
  }

  int room(int open) {
    return Math.max(0, limit - keptBack() - clients() - open);
  }

  /// How many are left for the management port, the database and the replicas' processes.
  public int keptBack() {
    return Math.clamp(limit / KEPT, LEAST_KEPT, MOST_KEPT);
  }

  /// Connections to this port may use what is kept back.
  public void keepBackFor(int managementPort) {
    managementPorts.add(managementPort);
  }

  /// The number from which on a connection to `port` is one too many.
  int ceiling(int port) {
    return managementPorts.contains(port)
        ? limit - keptBack() / INNERMOST
        : limit - keptBack() - clients();
  }

  /// The number from which on a connection to a model is one too many.
  int ceilingOutward() {
    return limit - keptBack();
  }

  /// The number of a connection that was just accepted, or is about to be made.
  static int number(Channel fresh) {
    return fresh instanceof UnixChannel socket ? socket.fd().intValue() : open();
  }

  /// The number that the next connection would be given.
  ///
  /// @param like a channel of the transport in use
  static int next(Channel like) {
    if (!(like instanceof UnixChannel)) {
      return open();
    }
    FileDescriptor probe;
    try {
      probe = FileDescriptor.from(NOTHING);
    } catch (IOException e) {
      return Integer.MAX_VALUE; // there is none left
    }
    try {
      return probe.intValue();
    } finally {
      close(probe);
    }
  }

  private static void close(FileDescriptor probe) {
    try {
      probe.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot close " + NOTHING + " (expected: it closes)", e);
    }
  }

  private static int open() {
    var system = system();
    return system == null ? 0 : (int) system.getOpenFileDescriptorCount();
  }

  private static @Nullable UnixOperatingSystemMXBean system() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix
        : null;
  }
}
