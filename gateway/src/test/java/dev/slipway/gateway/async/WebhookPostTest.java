package dev.slipway.gateway.async;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.engine.port.Webhooks;
import dev.slipway.testkit.contract.WebhooksContract;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Webhooks over real sockets.
class WebhookPostTest extends WebhooksContract {
  private final WebhookPost post = new WebhookPost();
  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final List<String> targets = new CopyOnWriteArrayList<>();
  private final HttpServer server = listening();

  private HttpServer listening() {
    try {
      var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer listening = HttpServer.create(loopback, 0);
      listening.createContext(
          "/",
          exchange -> {
            var authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (authorization != null) {
              authorizations.add(authorization);
            }
            targets.add(exchange.getRequestURI().toString());
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

  @Test
  void doesNotWaitForTheBodyOfTheAnswer() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var receiver = Thread.ofVirtual().unstarted(() -> answerWithoutEnd(socket));
      receiver.start();
      var url = "http://127.0.0.1:" + socket.getLocalPort() + "/hook";
      // The body never comes: where it were waited for, this would be 0.
      assertThat(post.post(delivery(url))).isEqualTo(200);
    }
  }

  private static void answerWithoutEnd(ServerSocket socket) {
    try (var accepted = socket.accept()) {
      accepted
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n".getBytes(US_ASCII));
      // Until the sender closes it.
      var _ = accepted.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // The sender reset it.
    }
  }

  @Test
  void sendsTheNameAndPasswordOfTheUrl() {
    statuses.add(200);
    var url = url("/hook?a=b@c").replace("127.0.0.1", "hook:p%40ss@127.0.0.1");
    assertThat(post.post(delivery(url))).isEqualTo(200);
    assertThat(authorizations).containsExactly("Basic aG9vazpwQHNz");
    assertThat(targets).containsExactly("/hook?a=b@c");
  }

  private static Webhooks.Delivery delivery(String url) {
    return new Webhooks.Delivery(
        url,
        List.of(),
        new Webhooks.Result("one", "model001", "deploy01", Instant.EPOCH, null, null));
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
