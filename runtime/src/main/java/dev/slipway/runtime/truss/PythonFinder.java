package dev.slipway.runtime.truss;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the Pythons on the server's PATH. Each is asked: what lies on a PATH may be a shim that
/// runs nothing, or a Python without the module that makes virtual environments.
public final class PythonFinder {
  /// The Python versions (3.x) that Truss's server runs on.
  static final int OLDEST = 9;

  static final int NEWEST = 14;

  /// How long a Python may take to say what it is.
  private static final Duration PROBE = Duration.ofSeconds(20);

  private static final int MAX_ANSWER = 8 * 1024;

  private static final String QUESTION =
      "import sys, venv, ensurepip; print('%d.%d.%d' % sys.version_info[:3]);"
          + " print(__import__('os').path.realpath(sys.executable))";

  private static final Pattern ANSWER = Pattern.compile("(3\\.(\\d{1,3})\\.\\d+)\\R(/.*)\\R*");

  private final Map<String, String> environment;

  public PythonFinder(Map<String, String> environment) {
    this.environment = environment;
  }

  /// All that can be used, oldest first.
  List<Python> all() throws InterruptedException {
    var found = new ArrayList<Python>();
    var asked = new HashSet<Path>();
    for (var candidate : candidates()) {
      if (asked.add(candidate)) {
        var python = ask(candidate);
        if (python != null && python.minor() >= OLDEST && python.minor() <= NEWEST) {
          found.add(python);
        }
      }
    }
    found.sort(Comparator.comparingInt(Python::minor));
    return found;
  }

  /// The one that is closest to a wanted version: it, or the next newer one, or else the newest
  /// older one.
  static Python closest(List<Python> all, int minor) {
    return all.stream().filter(p -> p.minor() >= minor).findFirst().orElseGet(all::getLast);
  }

  private List<Path> candidates() {
    var names =
        Stream.concat(
                Stream.of("python3", "python"),
                IntStream.rangeClosed(OLDEST, NEWEST).mapToObj(n -> "python3." + n))
            .toList();
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(dir -> !dir.isEmpty())
        .flatMap(dir -> names.stream().map(name -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .filter(file -> !Files.isDirectory(file))
        .toList();
  }

  private @Nullable Python ask(Path candidate) throws InterruptedException {
    Process process = null;
    try {
      var builder =
          new ProcessBuilder(candidate.toString(), "-I", "-c", QUESTION)
              .redirectInput(new File("/dev/null"))
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().clear();
      builder.environment().putAll(environment);
      process = builder.start();
      if (!process.waitFor(PROBE.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
        return null;
      }
      var said = process.getInputStream().readNBytes(MAX_ANSWER);
      var answer = ANSWER.matcher(new String(said, StandardCharsets.UTF_8));
      return answer.matches()
          ? new Python(answer.group(3), Integer.parseInt(answer.group(2)), answer.group(1))
          : null;
    } catch (IOException e) {
      return null;
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }
}
