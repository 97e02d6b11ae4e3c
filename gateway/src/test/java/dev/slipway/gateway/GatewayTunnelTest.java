package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.lang.ref.Cleaner;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GatewayTunnelTest {
  private final Rig rig = new Rig();
  private final CompletableFuture<ServerWebSocket> accepted = new CompletableFuture<>();

  @BeforeEach
  void serve() {
    var model =
        rig.models
            .createHttpServer(new HttpServerOptions().setWebSocketSubProtocols(List.of("tokens")))
            .requestHandler(r -> r.response().setStatusCode(403).end("no socket"))
            .webSocketHandler(socket -> {
              socket.frameHandler(frame -> {
                if (frame.isText()) {
                  socket.writeTextMessage(socket.path() + " " + frame.textData());
                } else if (frame.isBinary() || frame.isContinuation()) {
                  socket.writeFrame(frame);
                }
              });
              accepted.complete(socket);
            });
    rig.with(Rig.target("d1", Rig.endpoint("r1", rig.serve(model))))
        .production(new Split.Whole("d1"))
        .apply();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private WebSocketConnectOptions options() {
    return new WebSocketConnectOptions()
        .setHost("127.0.0.1")
        .setPort(rig.gateway.port())
        .setURI("/model/" + Rig.MODEL + "/production/websocket")
        .addHeader("Authorization", "Api-Key " + Rig.KEY)
        .addSubProtocol("tokens");
  }

  private WebSocket connect() {
    return Rig.get(rig.webSockets.connect(options()));
  }

  private ServerWebSocket model() {
    return accepted.orTimeout(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Test
  void carriesMessagesBothWays() throws InterruptedException {
    var socket = connect();
    var texts = new LinkedBlockingQueue<String>();
    socket.textMessageHandler(texts::add);
    assertThat(socket.subProtocol()).isEqualTo("tokens");
    for (int i = 0; i < 50; i++) {
      socket.writeTextMessage("hello " + i);
      assertThat(texts.poll(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .isEqualTo("/predict hello " + i);
    }
    assertThat(model().headers().contains("authorization")).isFalse();
    assertThat(rig.gateway.inFlight("r1")).isEqualTo(1);
    Rig.get(socket.close());
    awaitFree();
  }

  private void awaitFree() {
    while (rig.gateway.inFlight("r1") > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void passesAFragmentOnBeforeTheMessageIsWhole() throws InterruptedException {
    var socket = connect();
    var frames = new LinkedBlockingQueue<String>();
    socket.frameHandler(frame -> frames.add(frame.binaryData() + "/" + frame.isFinal()));
    socket.writeFrame(
        io.vertx.core.http.WebSocketFrame.binaryFrame(
            io.vertx.core.buffer.Buffer.buffer("half"), false));
    assertThat(frames.poll(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("half/false");
  }

  @Test
  void passesTheClientsCloseCodeOn() {
    var closed = new CompletableFuture<Short>();
    var socket = connect();
    var model = model();
    model.closeHandler(_ -> closed.complete(model.closeStatusCode()));
    socket.close((short) 4_321, "enough");
    assertThat(closed.orTimeout(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS).join())
        .isEqualTo((short) 4_321);
    awaitFree();
  }

  @Test
  void passesTheModelsCloseCodeOn() {
    var closed = new CompletableFuture<Short>();
    var socket = connect();
    socket.closeHandler(_ -> closed.complete(socket.closeStatusCode()));
    model().close((short) 4_777, "done");
    assertThat(closed.orTimeout(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS).join())
        .isEqualTo((short) 4_777);
    awaitFree();
    assertThat(rig.served("d1").requests()).isEqualTo(1);
    assertThat(rig.served("d1").errors()).isZero();
  }

  @Test
  void passesARefusalOfTheModelOn() {
    var refusing = rig.serve(r -> r.response().setStatusCode(403).end("no socket"));
    rig.with(Rig.target("d1", Rig.endpoint("r2", refusing))).apply();
    var failure =
        rig.webSockets
            .connect(options())
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .handle((_, cause) -> cause)
            .join();
    assertThat(failure.getCause() == null ? failure : failure.getCause())
        .isInstanceOfSatisfying(
            UpgradeRejectedException.class, e -> assertThat(e.getStatus()).isEqualTo(403));
    assertThat(rig.gateway.inFlight("r2")).isZero();
  }

  @Test
  void aHandshakeThatIsAnsweredLateOutlivesGarbageCollections() {
    var asked = new CompletableFuture<ServerWebSocketHandshake>();
    rig.with(Rig.target("d1", silent(rig, asked))).apply();
    var connecting = rig.webSockets.connect(options());
    var handshake = asked.orTimeout(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    collectGarbage();
    Rig.get(handshake.accept());
    Rig.get(connecting);
    assertThat(rig.gateway.inFlight("silent")).isEqualTo(1);
  }

  /// A replica that answers a handshake when the test does.
  private static Endpoint silent(Rig rig, CompletableFuture<ServerWebSocketHandshake> asked) {
    var options = new HttpServerOptions().setWebSocketSubProtocols(List.of("tokens"));
    var server =
        rig.models
            .createHttpServer(options)
            .webSocketHandshakeHandler(asked::complete)
            .webSocketHandler(_ -> {});
    return Rig.endpoint("silent", rig.serve(server));
  }

  /// Until what was garbage before the call has been found, and its cleaners have been started.
  private static void collectGarbage() {
    var cleaned = new CompletableFuture<Void>();
    var _ = Cleaner.create().register(new Object(), () -> cleaned.complete(null));
    while (!cleaned.isDone()) {
      System.gc();
    }
  }

  static Stream<TestTransport> transports() {
    return Stream.of(TestTransport.nativeOne(), TestTransport.ioUring());
  }

  /// On io_uring a write leaves later than on epoll, and a fence has to wait until it has; but not
  /// until it was answered.
  @ParameterizedTest
  @MethodSource("transports")
  void aHandshakeThatIsNotAnsweredHoldsUpNoFence(TestTransport row) {
    try (var other = new Rig(new TestSettings(), InstantSource.system(), row.transport())) {
      var asked = new CompletableFuture<ServerWebSocketHandshake>();
      other.with(Rig.target("d1", silent(other, asked))).production(new Split.Whole("d1")).apply();
      var connecting = rig.webSockets.connect(options().setPort(other.gateway.port()));
      var handshake = asked.orTimeout(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
      assertThat(other.applyAndFence()).isTrue();
      assertThat(connecting.isComplete()).isFalse();
      Rig.get(handshake.accept());
      Rig.get(connecting);
    }
  }
}
