import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Load as fast as the other side takes it: wrk, one thread, 64 connections.
final class Wrk {
  static final int CONNECTIONS = 64;

  /// 193 bytes of JSON, the body of every request.
  static final String BODY = "{\"text\":\"" + "benchmark ".repeat(18) + "ab\"}";

  private static final String RESULT = "result ";
  private static final String SCRIPT =
      """
      wrk.method = "POST"
      wrk.body = '%s'
      wrk.headers["Content-Type"] = "application/json"
      wrk.headers["Authorization"] = "Api-Key %s"
      function done(summary, latency, requests)
        local e = summary.errors
        io.write(string.format("%s%%d %%d %%d\\n", summary.requests, summary.duration,
          e.connect + e.read + e.write + e.status + e.timeout))
      end
      """;

  private final Children children;
  private final Machine machine;
  private final Path script;

  Wrk(Children children, Machine machine, String key) throws IOException {
    this.children = children;
    this.machine = machine;
    this.script = Files.createTempFile(children.work(), "post", ".lua"); // one a key
    Files.writeString(script, SCRIPT.formatted(BODY, key, RESULT));
  }

  /// @param failed requests that broke, timed out or were answered with an error
  record Load(long requests, double seconds, long failed) {}

  Load run(int port, String path, double seconds) throws IOException, InterruptedException {
    long whole = Math.max(1, Math.round(seconds));
    Children.Child child =
        children.start(
            "wrk",
            Map.of(),
            machine.onLoadCore(
                List.of(
                    "wrk",
                    "-t1",
                    "-c" + CONNECTIONS,
                    "-d" + whole + "s",
                    "--timeout",
                    "10s",
                    "-s",
                    script.toString(),
                    "http://127.0.0.1:" + port + path)));
    if (!child.process().waitFor(whole + 20, TimeUnit.SECONDS)) {
      child.end();
      throw new IllegalStateException("wrk took over " + (whole + 20) + " s");
    }
    String line =
        Files.readAllLines(child.log()).reversed().stream()
            .filter(l -> l.startsWith(RESULT))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("wrk reported nothing, see its log"));
    String[] fields = line.substring(RESULT.length()).split(" ");
    return new Load(
        Long.parseLong(fields[0]), Long.parseLong(fields[1]) / 1e6, Long.parseLong(fields[2]));
  }
}
