package dev.slipway.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.ServerTest;
import dev.slipway.api.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests for models that come to the management port.
class MisdirectedTest extends ServerTest {
  private String ask(String line, String host) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      var request =
          """
          %s HTTP/1.1
          Host: %s
          Content-Length: 0
          Connection: close

          """
              .formatted(line, host)
              .replace("\n", "\r\n");
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST /environments/production/predict, model-abc1234.localhost:8000, model-abc1234.localhost",
    "POST /production/predict, Model-abc1234.localhost, model-abc1234.localhost",
    "GET /production/sync/health, model-abc1234.api.localhost:8000, model-abc1234.api.localhost",
    "POST /predict, model-abc1234-production.example:1, model-abc1234-production.example",
    "POST /model/abc1234/production/predict, 127.0.0.1:8000, 127.0.0.1",
  })
  void areToldWhereInferenceIs(String line, String host, String there) {
    assertThat(ask(line, host))
        .startsWith("HTTP/1.1 421 ")
        .contains("\"MISDIRECTED_REQUEST\"")
        .contains(
            "http://"
                + there
                + ":"
                + TestServer.INFERENCE_PORT
                + line.substring(line.indexOf('/')));
  }

  @Test
  void aServerWhoseNameBeginsLikeAModelsIsServed() {
    assertThat(ask("GET /healthz", "model-server.example")).startsWith("HTTP/1.1 200 ");
    assertThat(ask("GET /v1/models", "model-server.example")).startsWith("HTTP/1.1 401 ");
    assertThat(ask("GET /nowhere", "model-server.example")).startsWith("HTTP/1.1 404 ");
    assertThat(ask("GET /production/predict", "server.example")).startsWith("HTTP/1.1 404 ");
    assertThat(ask("GET /model", "server.example")).startsWith("HTTP/1.1 404 ");
  }
}
