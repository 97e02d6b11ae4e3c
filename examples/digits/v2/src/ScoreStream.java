import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;

/// The answer as server-sent events: one `score` event for each digit, then one `result` event.
///
/// @param pause before each event but the first, so that a person sees them come one by one
record ScoreStream(HttpExchange exchange, Duration pause) {
  void send(Scores scores) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    for (int digit = 0; digit < Scores.DIGITS; digit++) {
      event(out, "score", scores.score(digit));
      waitABit();
    }
    event(out, "result", scores.answer());
  }

  private static void event(OutputStream out, String name, String json) throws IOException {
    out.write(("event: " + name + "\ndata: " + json + "\n\n").getBytes(UTF_8));
    out.flush();
  }

  private void waitABit() throws IOException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("stopped inside a stream").initCause(e);
    }
  }
}
