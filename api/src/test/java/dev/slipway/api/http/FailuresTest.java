package dev.slipway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.api.Bodies;
import dev.slipway.api.ServerTest;
import dev.slipway.api.TestServer.Got;
import dev.slipway.testkit.Await;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What callers see when something breaks.
class FailuresTest extends ServerTest {
  private boolean noFiles() {
    try (var files = Files.list(uploads)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFaultOfTheServerIsAnsweredWithARequestIdAndWithoutATrace() {
    server.store.crashAt(server.store.writes() + 1, false);
    Got got = server.post("/v1/models", Bodies.model("digits"));
    assertThat(got.status()).isEqualTo(500);
    assertThat(got.at("/code")).isEqualTo("INTERNAL_ERROR");
    assertThat(got.message())
        .matches("The server failed; its log has the cause. \\(request \\w{8}\\)");
    assertThat(got.text())
        .doesNotContain("Exception")
        .doesNotContain("crash")
        .doesNotContain("at dev");
    assertThat(server.get("/healthz").status()).isEqualTo(200);
  }

  @Test
  void anUploadThatIsCutShortLeavesNothingAndCanBeSentAgain() throws Exception {
    String prepare =
        "{\"name\":\"digits\",\"deployment\":{\"config\":%s}}".formatted(Bodies.CONFIG);
    Got prepared = server.post("/v1/prepare_model_upload", prepare);
    String path = "/v1/uploads/" + prepared.at("/upload/archive_key");
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String head = "PUT " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n";
      socket.getOutputStream().write((head + "half").getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      Await.until("the upload begins", () -> !noFiles());
    }
    Await.until("the part is removed", this::noFiles);
    Await.until(
        "the address works again",
        () -> server.send(server.request("PUT", path, "whole")).status() == 200);
    assertThat(Files.readString(uploads.resolve(prepared.at("/upload/archive_key"))))
        .isEqualTo("whole");
  }

  @Test
  void moreRequestsThanPlacesAreRefusedAndTheRestServed() throws Exception {
    var held = new CountDownLatch(1);
    var inside = new CountDownLatch(Dispatcher.MAX_AT_WORK);
    server.holdReadiness(() -> {
      inside.countDown();
      held.await();
      return null;
    });
    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> call = () -> server.get("/readyz").status();
      var waiting =
          java.util.stream.IntStream.range(0, Dispatcher.MAX_AT_WORK)
              .mapToObj(_ -> tasks.submit(call))
              .toList();
      inside.await();
      Got refused = server.get("/healthz");
      held.countDown();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.at("/code")).isEqualTo("UNAVAILABLE");
      for (var one : waiting) {
        assertThat(one.get()).isEqualTo(200);
      }
    }
    assertThat(server.get("/healthz").status()).isEqualTo(200);
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      assertThatThrownBy(() -> server.second(vertx))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("127.0.0.1:" + server.port());
    } finally {
      vertx.close().await();
    }
  }
}
