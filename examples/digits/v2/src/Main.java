import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;

/// Starts the model: listens first, so that the liveness probe is answered, then trains, then is
/// ready. On SIGTERM it finishes what is in flight and ends.
final class Main {
  /// Used when PORT is not set; the same as `server_port` in config.yaml.
  static final int DEFAULT_PORT = 8081;

  static final String HOST = "127.0.0.1";

  /// Connections the system may queue before the server accepts them.
  static final int BACKLOG = 512;

  static final int STOP_SECONDS = 20;
  static final int MAX_STREAM_PAUSE_MS = 10_000;

  private Main() {}

  public static void main(String[] args) {
    try {
      start();
    } catch (IOException | RuntimeException e) {
      // Ends the server too where it listens already: a model that cannot train is never ready.
      System.err.println("digits " + Classifier.VERSION + " cannot start: " + e);
      System.exit(1);
    }
  }

  private static void start() throws IOException {
    // Without nodelay the body waits for the client to acknowledge the headers (40 ms).
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Keep idle connections longer and more of them than a gateway does, so that it is not the
    // model that closes one just as a request is on its way.
    System.setProperty("sun.net.httpserver.idleInterval", "300");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");

    int port = number("PORT", DEFAULT_PORT, 1, 65_535);
    Duration pause = Duration.ofMillis(number("STREAM_PAUSE_MS", 0, 0, MAX_STREAM_PAUSE_MS));
    var service = new Service(pause);
    HttpServer server = listen(port);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", service);
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(service, server)));

    var samples = Samples.read(Path.of("data", "train.csv.gz"));
    service.ready(Classifier.train(samples));
    System.out.printf(
        "digits %s is ready on %s:%d, trained on %d images%n",
        Classifier.VERSION, HOST, port, samples.size());
  }

  private static HttpServer listen(int port) throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(HOST, port), BACKLOG);
    } catch (BindException e) {
      throw new IOException(
          "port " + port + " cannot be used: " + e.getMessage() + " (expected: a free port)", e);
    }
  }

  private static void stop(Service service, HttpServer server) {
    service.draining();
    server.stop(STOP_SECONDS);
    System.out.println("digits " + Classifier.VERSION + " has stopped");
  }

  private static int number(String name, int otherwise, int min, int max) {
    String value = System.getenv(name);
    if (value == null || value.isBlank()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value.strip());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Falls through to the one message for every bad value.
    }
    throw new IllegalArgumentException(
        name + " is \"" + value + "\" (expected: a whole number from " + min + " to " + max + ")");
  }
}
