package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.domain.environment.Split;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import dev.slipway.gateway.settings.GatewayClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What changes of the table, and the end, do to what is going on.
class GatewayLifeTest {

  /// A replica that takes no more connections: its backlog is full.
  private static final class Stuck implements AutoCloseable {
    private static final int MANY = 64;
    private static final int SOON_MILLIS = 300;
    private final ServerSocket server;
    private final List<Socket> fill = new ArrayList<>();

    Stuck() throws IOException {
      server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      for (int i = 0; i < MANY; i++) {
        var socket = new Socket();
        fill.add(socket);
        try {
          socket.connect(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()),
              SOON_MILLIS);
        } catch (SocketTimeoutException e) {
          return;
        }
      }
      throw new AssertionError("the backlog never filled");
    }

    Endpoint endpoint() {
      return new Endpoint("stuck", "127.0.0.1", server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
      for (var socket : fill) {
        socket.close();
      }
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"predict", "websocket"})
  void whoWaitsForAConnectionToTheCandidateGoesToTheStableSideWhenItIsCancelled(String action)
      throws IOException {
    try (var rig = new Rig();
        var stuck = new Stuck()) {
      var live =
          rig.models
              .createHttpServer()
              .requestHandler(r -> r.response().end("stable"))
              .webSocketHandler(socket -> socket.writeTextMessage("stable"));
      rig.with(
              Rig.target("d1", Rig.endpoint("r1", rig.serve(live))),
              Rig.target("d2", stuck.endpoint()))
          .production(new Split.Shared("d1", "d2", 100))
          .apply();
      var answer = action.equals("predict") ? predict(rig) : talk(rig);
      while (rig.gateway.inFlight("stuck") == 0) {
        Thread.onSpinWait();
      }
      rig.production(new Split.Whole("d1"));
      assertThat(rig.applyAndFence()).isTrue();
      assertThat(rig.gateway.inFlight("stuck")).isZero();
      assertThat(answer.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo("stable");
      assertThat(rig.served("d2").requests()).isZero();
      assertThat(rig.registry.scrape()).contains("slipway_reroutes_total 1.0");
    }
  }

  private static CompletableFuture<String> predict(Rig rig) {
    return CompletableFuture.supplyAsync(() -> rig.predict("{}").body());
  }

  private static CompletableFuture<String> talk(Rig rig) {
    var text = new CompletableFuture<String>();
    // Told before it connects: what comes with the handshake is lost where nobody listens yet.
    rig.webSockets
        .webSocket()
        .textMessageHandler(text::complete)
        .connect(
            new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(rig.gateway.port())
                .setURI("/model/" + Rig.MODEL + "/production/websocket")
                .addHeader("Authorization", "Api-Key " + Rig.KEY))
        .onFailure(text::completeExceptionally);
    return text;
  }

  @Test
  void closesTheIdleConnectionsToAReplicaThatIsNotOfferedAnyLonger() {
    try (var rig = new Rig()) {
      var closed = new CompletableFuture<Void>();
      var model =
          rig.models
              .createHttpServer()
              .connectionHandler(c -> c.closeHandler(_ -> closed.complete(null)))
              .requestHandler(r -> r.response().end());
      rig.with(Rig.target("d1", Rig.endpoint("r1", rig.serve(model))))
          .production(new Split.Whole("d1"))
          .apply();
      assertThat(rig.predict("{}").statusCode()).isEqualTo(200);
      assertThat(closed).isNotDone();
      rig.with(Rig.target("d1")).apply();
      closed.orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  @Test
  void ignoresATableThatIsNotNewer() {
    try (var rig = new Rig()) {
      var model = rig.serve(r -> r.response().end("v1"));
      rig.with(Rig.target("d1", Rig.endpoint("r1", model)))
          .production(new Split.Whole("d1"))
          .apply();
      rig.gateway.apply(
          new dev.slipway.engine.port.routes.RouteTable(
              1, dev.slipway.engine.port.routes.SharedMap.empty()));
      assertThat(rig.predict("{}").body()).isEqualTo("v1");
    }
  }

  @Test
  void aFenceWaitsForATableThatHasNotComeYet() {
    try (var rig = new Rig()) {
      long revision = rig.apply();
      assertThat(rig.gateway.awaitQuiescent(revision, Duration.ZERO.plusSeconds(20))).isTrue();
      assertThat(rig.gateway.awaitQuiescent(revision + 1, Duration.ofMillis(1))).isFalse();
      var fence =
          CompletableFuture.supplyAsync(
              () -> rig.gateway.awaitQuiescent(revision + 1, Rig.PATIENCE));
      rig.apply();
      assertThat(fence.orTimeout(20, TimeUnit.SECONDS).join()).isTrue();
    }
  }

  @Test
  void countsWhatADeploymentServedAndForgetsItsMetersWithIt() {
    var now = Instant.parse("2026-01-02T03:04:05Z");
    try (var rig = new Rig(new TestSettings(), () -> now)) {
      var model =
          rig.serve(r -> r.response().setStatusCode(r.uri().equals("/bad") ? 503 : 200).end("x"));
      rig.with(
              Rig.target("d1", Rig.endpoint("r1", model)),
              Rig.target("d2", Rig.endpoint("r2", model)))
          .production(new Split.Shared("d1", "d2", 30))
          .apply();
      for (int i = 0; i < 100; i++) {
        rig.predict("{}");
      }
      rig.post("/production/sync/bad", "{}");
      rig.post("/deployment/d2/predict", "{}");
      var stable = rig.served("d1");
      var candidate = rig.served("d2");
      assertThat(candidate.requests()).isEqualTo(30);
      assertThat(stable.requests()).isEqualTo(71);
      assertThat(stable.errors()).isEqualTo(1);
      assertThat(stable.lost()).isZero();
      assertThat(candidate.lastSentEpochMillis()).isEqualTo(now.toEpochMilli());
      assertThat(candidate.p50Micros()).isPositive();
      assertThat(candidate.p99Micros()).isGreaterThanOrEqualTo(candidate.p50Micros());
      assertThat(rig.registry.scrape())
          .contains(
              "slipway_requests_total{code=\"2xx\",deployment=\"d2\",environment=\"production\","
                  + "model=\"abc1234\"} 30.0")
          .contains("slipway_weight{deployment=\"d2\",environment=\"production\"");
      rig.production(new Split.Whole("d1")).without("d2").apply();
      assertThat(rig.registry.scrape()).doesNotContain("\"d2\"").contains("\"d1\"");
      assertThat(rig.served("d2").requests()).isZero();
    }
  }

  @Test
  void cutsWhatDoesNotEndByTheDrainDeadline() throws Exception {
    var rig = new Rig(new TestSettings().drain(Duration.ofMillis(100)));
    var gone = new CompletableFuture<Void>();
    var live =
        rig.models
            .createHttpServer()
            .webSocketHandler(socket -> {
              socket.closeHandler(_ -> gone.complete(null));
              socket.writeTextMessage("hello");
            });
    rig.with(Rig.target("d1", Rig.endpoint("r1", rig.serve(live))))
        .production(new Split.Whole("d1"))
        .apply();
    assertThat(talk(rig).orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo("hello");
    rig.gateway.close();
    gone.orTimeout(20, TimeUnit.SECONDS).join();
    rig.close();
  }

  @Test
  void saysThatItsPortIsTaken() {
    try (var rig = new Rig()) {
      assertThatThrownBy(() -> new Rig(new TestSettings().port(rig.gateway.port())))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("expected: a free port");
    }
  }

  @Test
  void twoGatewaysOfOneVertxNeverShareAFreePort() {
    try (var rig = new Rig()) {
      rig.apply();
      var settings = new TestSettings().build();
      var clock = new GatewayClock(InstantSource.system(), System::nanoTime, new Random(8));
      var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      try (var other = Gateway.start(rig.vertx, settings, clock, registry)) {
        assertThat(other.port()).isNotEqualTo(rig.gateway.port());
        // Many new connections: shared ones would go to each in turn.
        for (int i = 0; i < 20; i++) {
          assertThat(status(rig.gateway.port())).isEqualTo(404);
          assertThat(status(other.port())).isEqualTo(503);
        }
      }
      assertThat(status(rig.gateway.port())).isEqualTo(404);
    }
  }

  private static int status(int port) {
    try (var raw = RawClient.to(port)) {
      raw.send(
          "POST /model/none/production/predict HTTP/1.1\nHost: x\nConnection: close\n"
              + "Authorization: Api-Key "
              + Rig.KEY
              + "\nContent-Length: 0\n\n");
      var start = "http/1.1 ".length();
      return Integer.parseInt(raw.head().getFirst().substring(start, start + 3));
    }
  }

  @Test
  void untilATableAndKeysAreAppliedItSaysThatItStarts() throws Exception {
    try (var rig = new Rig()) {
      // Keys are there, but no table.
      var early = rig.predict("{}");
      assertThat(early.statusCode()).isEqualTo(503);
      assertThat(early.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(early.body()).contains("The server is starting");
      rig.apply();
      assertThat(rig.predict("{}").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aPreparedGatewayDoesNotListen() {
    try (var rig = new Rig()) {
      var settings = new TestSettings().build();
      var clock = new GatewayClock(InstantSource.system(), System::nanoTime, new Random(8));
      var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      try (var other = Gateway.prepare(rig.vertx, settings, clock, registry)) {
        assertThatThrownBy(other::port)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("expected: it listens");
        other.apply(Rig.ring());
        other.apply(Routed.table(1, Map.of(), Map.of(), Map.of(), Set.of()));
        assertThat(other.awaitQuiescent(1, Rig.PATIENCE)).isTrue();
        other.listen();
        assertThat(status(other.port())).isEqualTo(401);
      }
    }
  }
}
