import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What the run happens on, and which core is for what.
///
/// @param cores the cores this run may use, by number, at least one
/// @param pins whether each side can be kept to a core of its own
record Machine(List<Integer> cores, boolean pins, String description) {

  static Machine look(Path work) throws IOException, InterruptedException {
    List<Integer> cores = allowed();
    boolean pins = cores.size() > 1 && tool("taskset", "-V") != null;
    String cpu = field("/proc/cpuinfo", "model name");
    String description =
        "%d cores%s, Linux %s, %s, %s %s, temporary files on %s; %s, %s, wrk"
            .formatted(
                cores.size(),
                cpu.isEmpty() ? "" : " of " + cpu,
                System.getProperty("os.version").replaceAll("^(\\d+\\.\\d+).*", "$1"),
                System.getProperty("os.arch"),
                System.getProperty("java.vm.vendor"),
                Runtime.version().toString().replaceAll("\\+.*", ""),
                Files.getFileStore(work).type(),
                String.valueOf(tool("nginx", "-v")).replaceAll("(?s).*nginx/(\\S+).*", "nginx $1"),
                String.valueOf(tool("haproxy", "-v"))
                    .replaceAll("(?s).*version (\\d[\\d.]*).*", "HAProxy $1"));
    return new Machine(cores, pins, description);
  }

  /// The command, kept to the core of the proxies.
  List<String> onProxyCore(List<String> command) {
    return pinned(cores.getLast(), command);
  }

  /// The command, kept to the core of the load and the upstreams.
  List<String> onLoadCore(List<String> command) {
    return pinned(cores.getFirst(), command);
  }

  private List<String> pinned(int core, List<String> command) {
    if (!pins) {
      return command;
    }
    var all = new ArrayList<>(List.of("taskset", "-c", String.valueOf(core)));
    all.addAll(command);
    return all;
  }

  /// Moves this process, all its threads, to the load's core, or back to all of them.
  void keepSelfToLoadCore(boolean only) throws IOException, InterruptedException {
    if (pins) {
      List<Integer> to = only ? List.of(cores.getFirst()) : cores;
      String list = String.join(",", to.stream().map(String::valueOf).toList());
      tool("taskset", "-a", "-p", "-c", list, String.valueOf(ProcessHandle.current().pid()));
    }
  }

  String layout() {
    return pins
        ? "each proxy alone on one core, load and upstreams together on another"
        : "everything shares what there is (one core, or no taskset): read the figures with care";
  }

  private static List<Integer> allowed() throws IOException {
    var cores = new ArrayList<Integer>();
    for (String range : field("/proc/self/status", "Cpus_allowed_list").split(",")) {
      String[] ends = range.split("-");
      for (int c = Integer.parseInt(ends[0]); c <= Integer.parseInt(ends[ends.length - 1]); c++) {
        cores.add(c);
      }
    }
    return List.copyOf(cores);
  }

  private static String field(String file, String name) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  /// What the program prints, or null where it cannot be run or fails.
  private static String tool(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String out = new String(process.getInputStream().readAllBytes());
      return process.waitFor() == 0 ? out : null;
    } catch (IOException e) {
      return null;
    }
  }
}
