import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/// A model that writes down each request's number and the moment it arrived, by the machine's
/// monotonic clock, before it does anything else. Answers at once, late, or as a stream.
public final class RecordingModel {
  private static final byte[] ANSWER = "{\"ok\":true}".getBytes();

  private static PrintWriter record;

  static void main() throws IOException {
    Path dir = Path.of(System.getenv("RECORD_DIR"));
    Files.createDirectories(dir);
    String name = System.getenv("SLIPWAY_DEPLOYMENT") + "-" + System.getenv("SLIPWAY_REPLICA");
    record = new PrintWriter(new FileWriter(dir.resolve(name).toFile(), true), false);
    record.println("start " + ProcessHandle.current().pid());
    record.flush();
    int port = Integer.parseInt(System.getenv("PORT"));
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 512);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/ready", RecordingModel::ready);
    server.createContext("/predict", RecordingModel::predict);
    server.start();
    System.out.println("INFO recording model listens on " + port);
  }

  private static void ready(HttpExchange x) throws IOException {
    try (x) {
      x.sendResponseHeaders(200, -1);
    }
  }

  private static void predict(HttpExchange x) throws IOException {
    long arrived = System.nanoTime();
    try (x) {
      synchronized (record) {
        record.println(x.getRequestHeaders().getFirst("x-number") + " " + arrived);
        record.flush();
      }
      x.getRequestBody().readAllBytes();
      String mode = x.getRequestHeaders().getFirst("x-mode");
      if ("stream".equals(mode)) {
        stream(x);
        return;
      }
      if ("slow".equals(mode)) {
        pause(300);
      }
      x.sendResponseHeaders(200, ANSWER.length);
      x.getResponseBody().write(ANSWER);
    }
  }

  private static void stream(HttpExchange x) throws IOException {
    x.sendResponseHeaders(200, 0);
    for (int i = 0; i < 5; i++) {
      x.getResponseBody().write(ANSWER);
      x.getResponseBody().flush();
      pause(100);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
