import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// The least that Slipway runs: answers a request with its own body.
static final int MAX_BODY_BYTES = 1024 * 1024;

void main() throws IOException {
  System.setProperty("sun.net.httpserver.nodelay", "true");
  int port = Integer.parseInt(Objects.requireNonNullElse(System.getenv("PORT"), "8081"));
  var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 128);
  server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
  server.createContext("/predict", this::predict);
  // There is nothing to load: up is alive and ready.
  server.createContext("/health", exchange -> answer(exchange, 200, "{\"status\": \"ok\"}"));
  // On SIGTERM the requests in flight have ten seconds to end.
  Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(10)));
  server.start();
  IO.println("echo is ready on 127.0.0.1:" + port);
}

void predict(HttpExchange exchange) throws IOException {
  byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
  if (body.length > MAX_BODY_BYTES) {
    answer(exchange, 413, "{\"error\": \"body too large (expected: at most 1 MiB)\"}");
  } else {
    answer(exchange, 200, new String(body, StandardCharsets.UTF_8));
  }
}

void answer(HttpExchange exchange, int status, String json) throws IOException {
  try (exchange) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
