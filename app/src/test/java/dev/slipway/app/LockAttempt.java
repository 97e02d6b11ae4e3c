package dev.slipway.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A process that tries the two locks of a data directory and prints what it found.
final class LockAttempt {
  private LockAttempt() {}

  /// @return such as `directory held, file free`
  static String inAnotherProcess(Path data) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockAttempt.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var output = process.getInputStream()) {
      return new String(output.readAllBytes(), UTF_8).strip();
    } finally {
      process.waitFor();
    }
  }

  /// Where the lock file is to be opened it must be there.
  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(arguments[0]);
    String directory;
    try (var lock = DirectoryLock.take(data)) {
      directory = lock == null ? "held" : lock.isReal() ? "free" : "not lockable";
    }
    try (var channel = FileChannel.open(data.resolve(Ownership.FILE), StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      System.out.println("directory " + directory + ", file " + (lock == null ? "held" : "free"));
    }
  }
}
