package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import dev.slipway.testkit.SelfSigned;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// WebSockets through the encrypted inference port, with a client that is not the gateway's own
/// library. The model is spoken to without encryption.
class GatewayTlsTunnelTest {
  @TempDir static Path directory = Path.of("");

  private final SelfSigned first = SelfSigned.make(directory, "first", "EC");
  private final Rig rig = new Rig(new TestSettings().tls(tls(first)));
  private final CompletableFuture<ServerWebSocket> accepted = new CompletableFuture<>();
  private final HttpClient client = HttpClient.newBuilder().sslContext(first.trusting()).build();

  private static GatewayTls tls(SelfSigned made) {
    var options = new ServerSSLOptions();
    options.setUseAlpn(false);
    options.setKeyCertOptions(
        new PemKeyCertOptions()
            .addCertValue(Buffer.buffer(made.certPem()))
            .addKeyValue(Buffer.buffer(made.keyPem())));
    return new GatewayTls(options, made.certificate());
  }

  @BeforeEach
  void serve() {
    var model =
        rig.models
            .createHttpServer()
            .webSocketHandler(socket -> {
              socket.textMessageHandler(text -> socket.writeTextMessage("heard " + text));
              accepted.complete(socket);
            });
    rig.with(Rig.target("d1", Rig.endpoint("r1", rig.serve(model))))
        .production(new Split.Whole("d1"))
        .apply();
  }

  @AfterEach
  void stop() {
    client.close();
    rig.close();
  }

  private WebSocket connect(Ears ears) {
    String path = "/model/" + Rig.MODEL + "/production/websocket";
    return client
        .newWebSocketBuilder()
        .header("Authorization", "Api-Key " + Rig.KEY)
        .buildAsync(URI.create("wss://localhost:" + rig.gateway.port() + path), ears)
        .orTimeout(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  @Test
  void messagesOfAnySizeGoBothWaysAndTheCloseCodeArrives() throws Exception {
    var ears = new Ears();
    var socket = connect(ears);
    for (String text : new String[] {"hello", "", "x".repeat(60_000)}) {
      socket.sendText(text, true).join();
      assertThat(ears.next()).isEqualTo("heard " + text);
    }
    var model = accepted.join();
    assertThat(model.headers().get("x-forwarded-proto")).isEqualTo("https");
    assertThat(model.isSsl()).isFalse();
    model.close((short) 4_777, "done");
    assertThat(ears.closed.orTimeout(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS).join())
        .isEqualTo(4_777);
  }

  @Test
  void anOpenOneGoesOnWhenTheCertificateIsRenewed() throws Exception {
    var ears = new Ears();
    var socket = connect(ears);
    rig.gateway.renew(tls(SelfSigned.make(directory, "second", "RSA")));
    socket.sendText("still there?", true).join();
    assertThat(ears.next()).isEqualTo("heard still there?");
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  /// What a client hears, whole messages only.
  private static final class Ears implements WebSocket.Listener {
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    @Nullable String next() throws InterruptedException {
      return heard.poll(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        heard.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }
  }
}
