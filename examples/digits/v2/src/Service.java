import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;

/// The model over HTTP: which path does what, and what goes wrong how.
final class Service implements HttpHandler {
  /// An image is about 250 bytes; this leaves room for white space and decimals.
  static final int MAX_BODY_BYTES = 16 * 1024;

  private final Duration streamPause;
  private volatile Classifier classifier;
  private volatile boolean draining;

  Service(Duration streamPause) {
    this.streamPause = streamPause;
  }

  void ready(Classifier trained) {
    classifier = trained;
  }

  /// From now on not ready, so that no new traffic is sent here; requests are still answered.
  void draining() {
    draining = true;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/predict" -> predict(exchange);
        case "/health/live" -> health(exchange, true);
        case "/health/ready" -> health(exchange, classifier != null && !draining);
        default -> error(exchange, 404, "no such path (expected: POST /predict)");
      }
    }
  }

  private void health(HttpExchange exchange, boolean good) throws IOException {
    if (good) {
      send(exchange, 200, "{\"status\": \"ok\"}");
    } else {
      error(exchange, 503, draining ? "stopping" : "still training");
    }
  }

  private void predict(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      error(exchange, 405, exchange.getRequestMethod() + " is not allowed (expected: POST)");
      return;
    }
    Classifier trained = classifier;
    if (trained == null) {
      error(exchange, 503, "still training (try again in a second)");
      return;
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      error(exchange, 413, "body too large (expected: at most " + MAX_BODY_BYTES + " bytes)");
      return;
    }
    PredictRequest request;
    try {
      request = PredictRequest.parse(new String(body, UTF_8));
    } catch (BadRequest e) {
      error(exchange, 400, e.getMessage());
      return;
    }
    Scores scores = trained.classify(request.image());
    if (request.stream()) {
      new ScoreStream(exchange, streamPause).send(scores);
    } else {
      send(exchange, 200, scores.answer());
    }
  }

  private static void error(HttpExchange exchange, int status, String message) throws IOException {
    send(exchange, status, "{\"error\": " + JsonReader.quote(message) + "}");
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = (json + "\n").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
