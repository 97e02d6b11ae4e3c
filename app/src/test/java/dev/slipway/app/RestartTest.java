package dev.slipway.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Callers that go on while the server is stopped, or killed, and started again on the same ports:
/// each attempt is either not taken, or answered with what is true.
class RestartTest extends ChildServerTest {
  private static final int RESTARTS = 3;
  private static final int ENOUGH = 20;
  private static final String NOT_TAKEN = "";
  private static final Duration BETWEEN = Duration.ofMillis(2);

  @Test
  void noAnswerOfARestartSaysAnythingFalse() throws Exception {
    ChildServer running = start();
    Recording recording;
    try (var manager = running.manager()) {
      recording = Recording.deploy(manager, temp.resolve("records"));
    }
    var going = new AtomicBoolean(true);
    var predict =
        "POST /model/" + recording.model() + "/production/predict HTTP/1.1\r\nContent-Length: 2";
    var predictions = new Caller(running.inference(), running.key(), predict, "{}", going);
    var lists =
        new Caller(running.management(), running.key(), "GET /v1/models HTTP/1.1", "", going);
    for (Consumer<ChildServer> end :
        List.<Consumer<ChildServer>>of(ChildServer::stop, ChildServer::kill)) {
      for (int i = 0; i < RESTARTS; i++) {
        end.accept(running);
        running = running.again();
        child = running;
        predictions.awaitServed();
      }
    }
    going.set(false);
    predictions.check();
    lists.check();
    assertThat(recording.starts(recording.v1())).as("v1 was never restarted").hasSize(1);
  }

  /// Asks again and again, each time on a new connection.
  private static final class Caller {
    private final InetSocketAddress address;
    private final String request;
    private final AtomicBoolean going;
    private final List<String> answers = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;
    private long lastServed = System.nanoTime();
    private long gap;

    Caller(URI server, String key, String head, String body, AtomicBoolean going) {
      this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
      this.request =
          head
              + "\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Api-Key "
              + key
              + "\r\n\r\n"
              + body;
      this.going = going;
      this.thread = Thread.ofVirtual().start(this::run);
    }

    private void run() {
      while (going.get()) {
        var answer = ask();
        if (answer.startsWith("HTTP/1.1 200")) {
          long now = System.nanoTime();
          gap = Math.max(gap, now - lastServed);
          lastServed = now;
        }
        answers.add(answer);
        LockSupport.parkNanos(BETWEEN.toNanos());
      }
    }

    /// The head of the answer, or [#NOT_TAKEN].
    private String ask() {
      try (var socket = new Socket()) {
        socket.connect(address);
        socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        var text = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? NOT_TAKEN : text.substring(0, end);
      } catch (IOException e) {
        return NOT_TAKEN;
      }
    }

    void awaitServed() {
      int before = answers.size();
      Await.until(
          "more answers of 200",
          () ->
              List.copyOf(answers).stream()
                      .skip(before)
                      .filter(head -> head.startsWith("HTTP/1.1 200"))
                      .count()
                  >= ENOUGH);
    }

    void check() throws InterruptedException {
      assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
      var heads = answers.stream().filter(head -> !head.equals(NOT_TAKEN)).toList();
      assertThat(heads).hasSizeGreaterThan(RESTARTS);
      assertThat(heads).allMatch(Caller::isTrue);
      System.out.printf(
          "%s: %d attempts, %d not taken, %d put off, longest time without an answer %d ms%n",
          address,
          answers.size(),
          answers.size() - heads.size(),
          heads.stream().filter(head -> head.startsWith("HTTP/1.1 503")).count(),
          TimeUnit.NANOSECONDS.toMillis(gap));
    }

    private static boolean isTrue(String head) {
      return head.startsWith("HTTP/1.1 200")
          || (head.startsWith("HTTP/1.1 503")
              && head.toLowerCase(Locale.ROOT).contains("retry-after: "));
    }
  }
}
