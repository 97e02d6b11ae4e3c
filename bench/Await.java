import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Waiting, always with an end.
final class Await {
  private static final long POLL_NANOS = 2_000_000;

  /// Something that is asked again and again.
  interface Check {
    boolean holds() throws IOException, InterruptedException;
  }

  private Await() {}

  static void until(String what, long millis, long pollMillis, Check check)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!check.holds()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("no " + what + " within " + millis + " ms");
      }
      Thread.sleep(pollMillis);
    }
  }

  /// Asks every 2 ms until the answer is 200; returns the nano clock when it was read.
  static long answer(Children.Child child, int port, String path, long millis) throws IOException {
    return answer(child, new Http(port, ""), "GET", path, "", millis);
  }

  static long answer(
      Children.Child child, Http http, String method, String path, String body, long millis)
      throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    String last = "no connection";
    try (http) {
      while (System.nanoTime() < end && child.process().isAlive()) {
        try {
          Http.Answer answer = http.call(method, path, body);
          if (answer.status() == 200) {
            return answer.readAt();
          }
          last = answer.status() + " " + answer.body();
        } catch (IOException e) {
          last = e.getMessage();
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    throw new IllegalStateException(
        child.name()
            + " did not answer "
            + path
            + " ("
            + last
            + "); its log ends with:\n"
            + child.lastLines());
  }
}
