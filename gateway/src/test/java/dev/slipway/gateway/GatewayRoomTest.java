package dev.slipway.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import dev.slipway.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A replica that listens, but whose accept queue is full: it is busy, and requests wait for it.
class GatewayRoomTest {
  private static final Duration CONNECT = Duration.ofMillis(200);
  private static final Duration QUEUE = Duration.ofSeconds(3);
  private static final int FILL_MILLIS = 300;

  private final Rig rig = new Rig(new TestSettings().connect(CONNECT).queue(QUEUE));
  private final List<Socket> fillers = new ArrayList<>();
  private final ServerSocket full;

  GatewayRoomTest() throws IOException {
    full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  /// As many connections as its system keeps for it, none of which it accepts.
  @BeforeEach
  void fillTheAcceptQueue() throws IOException {
    while (true) {
      var socket = new Socket();
      fillers.add(socket);
      try {
        socket.connect(full.getLocalSocketAddress(), FILL_MILLIS);
      } catch (SocketTimeoutException _) {
        return;
      }
    }
  }

  @AfterEach
  void stop() throws IOException {
    for (var socket : fillers) {
      socket.close();
    }
    full.close();
    rig.close();
  }

  private Endpoint busy() {
    return new Endpoint("busy", "127.0.0.1", full.getLocalPort());
  }

  private CompletableFuture<HttpResponse<String>> ask() {
    return rig.http.sendAsync(
        rig.to("/production/predict").POST(BodyPublishers.ofString("{}")).build(),
        BodyHandlers.ofString());
  }

  private static void passed(Duration time) {
    long since = System.nanoTime();
    Await.until("time passes", () -> System.nanoTime() - since > time.toNanos());
  }

  @Test
  void aRequestWaitsUntilTheReplicaTakesItsConnection() throws IOException {
    rig.with(Rig.target("d1", busy())).production(new Split.Whole("d1")).apply();
    var answer = ask();
    passed(CONNECT.multipliedBy(4));
    assertThat(answer).as("still waiting").isNotDone();
    answerAll();
    assertThat(answer.orTimeout(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS).join().body())
        .isEqualTo("late");
    assertThat(rig.served("d1").lost()).isZero();
  }

  @Test
  void theShareOfASideWithoutRoomStaysWhatItIs() {
    var live = Rig.endpoint("live", rig.serve(r -> r.response().end("candidate")));
    rig.with(Rig.target("d1", busy()), Rig.target("d2", live))
        .production(new Split.Shared("d1", "d2", 10))
        .apply();
    var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < 20; i++) {
      answers.add(ask());
    }
    passed(CONNECT.multipliedBy(4));
    assertThat(answers.stream().filter(CompletableFuture::isDone))
        .as("answered by the candidate, of 20 requests at 10 %")
        .hasSize(2);
  }

  @Test
  void aRequestThatWaitedAsLongAsInALineIsAnswered503() {
    rig.with(Rig.target("d1", busy())).production(new Split.Whole("d1")).apply();
    var answer = ask().orTimeout(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("No replica became free in time");
    assertThat(rig.gateway.inFlight("busy")).isZero();
  }

  /// Closes the fillers, and answers whatever else comes.
  private void answerAll() {
    for (var socket : fillers) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              answer(full.accept());
            }
          } catch (IOException _) {
            // The test is over.
          }
        });
  }

  private static void answer(Socket socket) {
    try (socket) {
      if (socket.getInputStream().read(new byte[4096]) > 0) {
        socket
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate".getBytes(US_ASCII));
      }
    } catch (IOException _) {
      // A filler that is gone.
    }
  }
}
