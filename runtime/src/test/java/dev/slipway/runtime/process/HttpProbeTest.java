package dev.slipway.runtime.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.runtime.process.HealthJudge.Finding;
import dev.slipway.runtime.process.HttpProbe.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HttpProbeTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void anAnswerEndsWithItsContentAlsoWhereTheConnectionStaysOpen() throws Exception {
    var answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nready";
    assertThat(probed(answer, false, LONG)).isEqualTo(Answer.GOOD);
  }

  @Test
  void anAnswerThatComesByteByByteIsRead() throws Exception {
    var answer = "HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n";
    assertThat(probed(answer, true, LONG)).isEqualTo(Answer.GOOD);
  }

  @Test
  void anAnswerWithoutAnEndCountsByItsStatus() throws Exception {
    var end = "\r\n\r\nbody\r\ncontent-length: 1\r\n\r\n";
    assertThat(probed("HTTP/1.1 200 OK" + end, true, SHORT)).isEqualTo(Answer.GOOD);
    assertThat(probed("HTTP/1.1 500 No" + end, true, SHORT))
        .isEqualTo(Answer.unwell("it answered 500"));
  }

  @Test
  void noAnswerInTimeIsSilenceAndNotDeath() throws Exception {
    var silent = Answer.silent("no answer in 200 ms");
    assertThat(probed("", false, SHORT)).isEqualTo(silent);
    assertThat(probed("HTTP/1.", false, SHORT)).isEqualTo(silent);
  }

  @Test
  void aFullQueueOfConnectionsIsSilence() throws Exception {
    try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var waiting = new ArrayList<Answer>();
      for (var i = 0; i < 5; i++) {
        waiting.add(HttpProbe.get("127.0.0.1", listening.getLocalPort(), "/ready", SHORT));
      }
      assertThat(waiting).containsOnly(Answer.silent("no answer in 200 ms"));
    }
  }

  @Test
  void nothingThatListensAndAConnectionThatIsClosedAreEvidenceOfDeath() throws Exception {
    int port;
    try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = listening.getLocalPort();
      var closing =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  listening.accept().close();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(HttpProbe.get("127.0.0.1", port, "/ready", LONG).finding())
          .isEqualTo(Finding.UNREACHABLE);
      closing.join();
    }
    assertThat(HttpProbe.get("127.0.0.1", port, "/ready", LONG)).isEqualTo(HttpProbe.REFUSED);
  }

  @Test
  void whatIsNoHttpAndWhatIsNo2xxIsUnwell() throws Exception {
    assertThat(probed("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n", false, LONG))
        .isEqualTo(Answer.unwell("it answered 503"));
    assertThat(probed("SSH-2.0\r\ncontent-length: 0\r\n\r\n", false, LONG))
        .isEqualTo(Answer.unwell("the answer is not HTTP/1"));
  }

  private static Answer probed(String answer, boolean byteByByte, Duration timeout)
      throws Exception {
    var judged = new CountDownLatch(1);
    try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var server = Thread.ofVirtual().start(() -> answer(listening, answer, byteByByte, judged));
      var got = HttpProbe.get("127.0.0.1", listening.getLocalPort(), "/ready", timeout);
      judged.countDown();
      server.join();
      return got;
    }
  }

  /// Answers one request, and leaves the connection open until the answer was judged.
  private static void answer(
      ServerSocket listening, String answer, boolean byteByByte, CountDownLatch judged) {
    try (Socket socket = listening.accept()) {
      socket.setTcpNoDelay(true);
      if (byteByByte) {
        for (byte b : answer.getBytes(ISO_8859_1)) {
          socket.getOutputStream().write(b);
        }
      } else {
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
      }
      judged.await();
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
