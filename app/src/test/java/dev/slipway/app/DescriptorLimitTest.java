package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// More clients than the server may open files.
class DescriptorLimitTest extends ChildServerTest {
  private static final int FILES = 220;
  private static final int TOO_FEW = 150;
  private static final int CLIENTS = 400;

  @Test
  void aCancelGoesThroughWhereClientsHaveTakenAllTheyMay() throws Exception {
    var server = ChildServer.withFiles(FILES, temp.resolve("data"));
    child = server;
    try (var manager = server.manager()) {
      var recording = Recording.deploy(manager, temp.resolve("records"));
      recording.canary(600);
      recording.promote();
      Await.until("the ramp has begun", () -> recording.percent() > 0);
      var clients = new ArrayList<Socket>();
      long began = System.nanoTime();
      try {
        for (int i = 0; i < CLIENTS; i++) {
          clients.add(new Socket(InetAddress.getLoopbackAddress(), server.inference().getPort()));
        }
        Await.until(
            "the server says that it is full", () -> server.log().contains("new connections wait"));
        // On a connection of its own: the server must have one to give.
        try (var operator = server.manager()) {
          assertThat(
                  new Recording(operator, temp, recording.model(), "", "")
                      .cancel()
                      .ok()
                      .requiredAt("/status")
                      .stringValue())
              .isEqualTo("CANCELED");
        }
      } finally {
        close(clients);
      }
      var seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
      assertThat(lines(server.log(), "AcceptGuard")).hasSizeLessThanOrEqualTo((int) seconds + 2);
      assertThat(server.log())
          .contains("the limit of open files is 220 (expected: 4096 or more")
          .doesNotContain("DefaultChannelPipeline")
          .doesNotContain("ConnectionBase");
      Await.until("requests are served again", () -> recording.current().equals(recording.v1()));
      try (var caller = server.caller()) {
        assertThat(
                caller
                    .post(
                        "/model/" + recording.model() + "/production/predict", Manager.json("n", 1))
                    .status())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void aServerThatWouldHaveNoRoomForClientsDoesNotStart() {
    assertThatThrownBy(() -> ChildServer.withFiles(TOO_FEW, temp.resolve("data")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the server ended at its start")
        .hasMessageContaining("limit of open files: " + TOO_FEW + ", which leaves room for ")
        .hasMessageContaining("expected: room for 8 or more");
  }

  private static List<String> lines(String log, String of) {
    return log.lines().filter(line -> line.contains(of)).toList();
  }

  private static void close(List<Socket> clients) throws IOException {
    for (var client : clients) {
      client.close();
    }
  }
}
