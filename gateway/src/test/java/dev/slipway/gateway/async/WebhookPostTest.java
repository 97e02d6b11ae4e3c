package dev.slipway.gateway.async;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.engine.port.Webhooks;
import dev.slipway.testkit.contract.WebhooksContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

/// Webhooks over real sockets.
class WebhookPostTest extends WebhooksContract {
  private final WebhookPost post = new WebhookPost();
  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final HttpServer server = listening();

  private HttpServer listening() {
    try {
      var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer listening = HttpServer.create(loopback, 0);
      listening.createContext(
          "/",
          exchange -> {
            received.add(exchange.getRequestHeaders().getFirst("X-BASETEN-REQUEST-ID"));
            exchange.getResponseHeaders().set("Location", url("/elsewhere"));
            exchange.sendResponseHeaders(statuses.remove(), -1);
            exchange.close();
          });
      listening.start();
      return listening;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() {
    post.close();
    server.stop(0);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  @Override
  public Webhooks webhooks() {
    return post;
  }

  @Override
  public String receiver(Integer... next) {
    statuses.addAll(List.of(next));
    return url("/hook");
  }

  /// The URL of a port that was free a moment ago.
  @Override
  public String nowhere() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort() + "/hook";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> received() {
    return received;
  }
}
