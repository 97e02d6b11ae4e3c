import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Makes the start-up cache of a jar: `java tools/AotCache.java JAR CACHE`.
///
/// The jar is run once while the JVM records what it loads, and the result is checked by starting
/// the jar on it. A cache is a convenience: where none can be made this says so in one line, and
/// still exits 0. `CACHE.from` names the JDK that was tried, so that it is not tried again. A cache
/// that is younger than the jar and made by this JDK is left as it is.
final class AotCache {
  private static final List<String> TRAINING = List.of("aot-training");
  private static final List<String> CHECK = List.of("--version");

  /// A cache serves only a JVM whose objects are laid out as in the one that made it.
  private static final List<String> AS_IN_SLIPWAY =
      List.of("-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED");

  private static final long LIMIT_SECONDS = 120;

  private final Path jar;
  private final Path cache;
  private final Path log;

  private AotCache(Path jar, Path cache) {
    this.jar = jar;
    this.cache = cache;
    this.log = Path.of(cache + ".log");
  }

  public static void main(String[] args) throws InterruptedException {
    if (args.length != 2) {
      System.out.println("usage: java tools/AotCache.java JAR CACHE");
      System.exit(2);
    }
    var maker = new AotCache(Path.of(args[0]).toAbsolutePath(), Path.of(args[1]).toAbsolutePath());
    try {
      maker.make();
    } catch (IOException e) {
      System.out.println(
          "slipway: no start-up cache (" + e.getMessage() + "); it will start without, a little slower");
    }
  }

  private void make() throws IOException, InterruptedException {
    Path from = Path.of(cache + ".from");
    String jdk =
        System.getProperty("java.home") + "\n" + System.getProperty("java.runtime.version") + "\n";
    if (isFresh(from, jdk)) {
      return;
    }
    Files.deleteIfExists(cache);
    Files.deleteIfExists(log);
    Files.writeString(from, jdk);
    Path fresh = Path.of(cache + ".new");
    try {
      run(List.of("-XX:AOTCacheOutput=" + fresh), TRAINING);
      if (!Files.exists(fresh)) {
        throw new IOException("this JDK wrote none, see " + log);
      }
      run(List.of("-XX:AOTCache=" + fresh, "-XX:AOTMode=on"), CHECK);
      Files.move(fresh, cache, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
      Files.deleteIfExists(Path.of(fresh + ".config"));
    }
  }

  private boolean isFresh(Path from, String jdk) throws IOException {
    return Files.exists(cache)
        && Files.exists(from)
        && Files.readString(from).equals(jdk)
        && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0;
  }

  private void run(List<String> flags, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(flags);
    command.addAll(AS_IN_SLIPWAY);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      throw new IOException(arguments + " took over " + LIMIT_SECONDS + " s, see " + log);
    }
    if (process.exitValue() != 0) {
      throw new IOException(arguments + " exited " + process.exitValue() + ", see " + log);
    }
  }
}
