import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/// The command line, and how much of everything follows from it.
///
/// @param seconds of each measurement of the gateway's throughput, 1 to 60
/// @param against the folder of another build to compare with, or null
/// @param part of a comparison, or null for all of them
/// @param json where to write all figures, or null
record Options(boolean smoke, int seconds, Path json, Path against, String part) {
  private static final String USAGE =
      "usage: bench/run [--smoke] [--seconds N] [--json FILE] [--against FOLDER [--part gateway|cancel|start]]";

  static Options parse(String[] args) {
    boolean smoke = false;
    int seconds = 0;
    Path json = null;
    Path against = null;
    String part = null;
    for (Iterator<String> rest = Arrays.asList(args).iterator(); rest.hasNext(); ) {
      String arg = rest.next();
      switch (arg) {
        case "--smoke" -> smoke = true;
        case "--seconds" -> seconds = seconds(arg, rest);
        case "--against" -> against = Path.of(value(arg, rest)).toAbsolutePath();
        case "--part" -> part = part(value(arg, rest));
        case "--json" -> json = Path.of(value(arg, rest));
        default -> throw new IllegalArgumentException("unknown argument " + arg + "\n" + USAGE);
      }
    }
    if (part != null && against == null) {
      throw new IllegalArgumentException("--part goes with --against\n" + USAGE);
    }
    return new Options(smoke, seconds > 0 ? seconds : smoke ? 1 : 2, json, against, part);
  }

  private static String part(String value) {
    if (!List.of("gateway", "cancel", "start").contains(value)) {
      throw new IllegalArgumentException(
          "--part " + value + " (expected: gateway, cancel or start)\n" + USAGE);
    }
    return value;
  }

  boolean measures(String what) {
    return part == null || part.equals(what);
  }

  private static int seconds(String arg, Iterator<String> rest) {
    String value = value(arg, rest);
    if (!value.matches("[1-9]|[1-5][0-9]|60")) {
      throw new IllegalArgumentException(arg + " " + value + " (expected: 1 to 60)\n" + USAGE);
    }
    return Integer.parseInt(value);
  }

  private static String value(String arg, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(arg + " needs a value\n" + USAGE);
    }
    return rest.next();
  }

  int rounds() {
    return smoke ? 2 : 21;
  }

  /// How long each proxy is under load before anything of it counts.
  int warmUpSeconds() {
    return smoke ? 1 : 40;
  }

  int latencyRounds() {
    return smoke ? 2 : 7;
  }

  double latencySeconds() {
    return smoke ? 0.3 : 4;
  }

  /// How long a rate is tried.
  int probeSeconds() {
    return smoke ? 1 : 3;
  }

  int cancels() {
    return smoke ? 5 : 100;
  }

  int uncountedCancels() {
    return smoke ? 1 : 5;
  }

  int startRounds() {
    return smoke ? 1 : 3;
  }

  /// Until a server that was just started is idle, its warm-up over.
  int settleSeconds() {
    return smoke ? 1 : 25;
  }

  int idleSeconds() {
    return smoke ? 1 : 10;
  }
}
