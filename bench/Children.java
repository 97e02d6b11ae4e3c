import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The processes of this run, ended in reverse order however it ends.
final class Children implements AutoCloseable {
  private static final int STOP_SECONDS = 15;
  private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux

  private final Path work;
  private final Deque<Child> started = new ArrayDeque<>();
  private boolean closed;

  Children(Path work) {
    this.work = work;
  }

  Path work() {
    return work;
  }

  /// A port that nobody listens on.
  static int freePort() throws IOException {
    return freePorts(1)[0];
  }

  /// Different ports: each is held until all are known, since one that was let go may be given
  /// again.
  static int[] freePorts(int count) throws IOException {
    var held = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
      }
      return held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  synchronized Child start(String name, Map<String, String> environment, List<String> command)
      throws IOException {
    if (closed) {
      throw new IllegalStateException("the run has ended");
    }
    Path log = work.resolve(name + ".log");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    var child = new Child(name, log, builder.start());
    started.push(child);
    return child;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!started.isEmpty()) {
      started.pop().end();
    }
  }

  record Child(String name, Path log, Process process) {
    /// User and system time of all threads, ended ones too, in seconds; of its own children as well
    /// where `family` (a master and its workers).
    double cpuSeconds(boolean family) {
      long ticks = ticks(process.pid());
      if (family) {
        ticks += process.descendants().mapToLong(handle -> ticks(handle.pid())).sum();
      }
      return ticks / TICKS_PER_SECOND;
    }

    private static long ticks(long pid) {
      try {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      } catch (IOException e) {
        throw new UncheckedIOException("process " + pid + " has ended", e);
      }
    }

    /// Resident memory in MiB.
    double residentMiB() throws IOException {
      try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
        return lines
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
            .findFirst()
            .orElseThrow();
      }
    }

    String lastLines() throws IOException {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    /// Asks it to end, then insists; so too for what it had started and not ended.
    void end() {
      Set<ProcessHandle> family =
          process.descendants().collect(Collectors.toCollection(TreeSet::new));
      process.destroy();
      try {
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
      family.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    }
  }
}
