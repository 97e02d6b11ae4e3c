package dev.slipway.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A webhook's receiver, which remembers what it was sent.
final class Receiver implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private volatile boolean silent;

  /// @param signature of the header; empty: none
  record Delivery(String body, String id, String signature) {
    JsonNode json() {
      return JSON.readTree(body);
    }
  }

  Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/hook", this::receive);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  /// From now on it takes what it is sent, and does not answer.
  void silent(boolean on) {
    silent = on;
  }

  List<Delivery> deliveries() {
    return deliveries;
  }

  List<String> ids() {
    return deliveries.stream().map(Delivery::id).toList();
  }

  void await(String id) {
    Await.until("a delivery of " + id, () -> ids().contains(id));
  }

  private void receive(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var headers = exchange.getRequestHeaders();
    var signature = headers.getFirst("X-BASETEN-SIGNATURE");
    deliveries.add(
        new Delivery(
            body, headers.getFirst("X-BASETEN-REQUEST-ID"), signature == null ? "" : signature));
    if (!silent) {
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
