package dev.slipway.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.cli.client.Filled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A real HTTP server that answers as it was told, and remembers what it was asked. What the
/// answer's record needs beside what it was told is [Filled] in.
public final class FakeServer implements AutoCloseable {
  static final String KEY = "abcd.secret";

  /// @param target path and query, as sent
  public record Request(String method, String target, String key, ByteBuffer bytes) {
    String path() {
      return target.replaceAll("\\?.*", "");
    }

    public String body() {
      return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    public String query(String name) {
      return List.of(target.replaceAll("^[^?]*\\??", "").split("&")).stream()
          .filter(p -> p.startsWith(name + "="))
          .map(p -> p.substring(name.length() + 1))
          .findFirst()
          .orElse("");
    }
  }

  record Answer(int status, String body) {
    static Answer ok(String body) {
      return new Answer(200, body);
    }
  }

  private final HttpServer http;
  private final Map<String, Function<Request, Answer>> routes = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Set<String> exact = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;

  public FakeServer() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", this::handle);
    http.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /// @param route for example `GET /v1/models`
  FakeServer on(String route, Function<Request, Answer> answer) {
    routes.put(route, answer);
    return this;
  }

  public FakeServer on(String route, String body) {
    return on(route, request -> Answer.ok(body));
  }

  /// As [#on(String, String)], with no field but those of `body`.
  public FakeServer exactly(String route, String body) {
    return exactly(route, request -> Answer.ok(body));
  }

  /// As [#on(String, Function)], with no field but those of the answers.
  FakeServer exactly(String route, Function<Request, Answer> answer) {
    exact.add(route);
    return on(route, answer);
  }

  FakeServer on(String route, int status, String body) {
    return on(route, request -> new Answer(status, body));
  }

  /// Whether connections are closed without an answer, as by a server that goes down.
  void refuse(boolean from) {
    refusing = from;
  }

  /// What was asked, oldest first.
  List<Request> requests(String route) {
    return requests.stream().filter(r -> (r.method() + " " + r.path()).equals(route)).toList();
  }

  public Request request(String route) {
    return requests(route).getLast();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (refusing) {
        return;
      }
      String key = exchange.getRequestHeaders().getFirst("Authorization");
      var request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              key == null ? "" : key,
              ByteBuffer.wrap(exchange.getRequestBody().readAllBytes()));
      requests.add(request);
      Answer answer = answer(request);
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Answer answer(Request request) {
    String called = request.method() + " " + request.path();
    Function<Request, Answer> route = routes.get(called);
    if (route == null) {
      return new Answer(404, "{\"code\":\"NOT_FOUND\",\"message\":\"No such route here.\"}");
    }
    Answer answer = route.apply(request);
    return answer.status() != 200 || exact.contains(called)
        ? answer
        : Answer.ok(Filled.answer(called, answer.body()));
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
