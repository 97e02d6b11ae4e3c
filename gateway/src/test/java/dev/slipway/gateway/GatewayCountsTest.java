package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import dev.slipway.engine.port.routes.StatusCounts;
import dev.slipway.engine.port.routes.TrafficCounters;
import dev.slipway.testkit.Await;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the gateway counts for metrics.
class GatewayCountsTest {
  private final Rig rig = new Rig();

  @AfterEach
  void stop() {
    rig.close();
  }

  private TrafficCounters way(@Nullable String environment) {
    return rig.gateway.counts().ways().stream()
        .filter(w ->
            Objects.equals(w.way().environment(), environment)
                && w.way().deploymentId().equals("d1"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void requestsCountOnTheWayThatTheyCameByTheirStatus() {
    var status = new LinkedBlockingQueue<>(List.of(200, 302, 404, 500, 200));
    var model =
        rig.models
            .createHttpServer()
            .requestHandler(r -> r.response().setStatusCode(status.remove()).end("x"));
    rig.with(Rig.target("d1", Rig.endpoint("r1", rig.serve(model))))
        .production(new Split.Whole("d1"))
        .apply();
    for (int i = 0; i < 4; i++) {
      rig.predict("x");
    }
    rig.post("/deployment/d1/predict", "x");
    assertThat(way("production").ended()).isEqualTo(new StatusCounts(1, 1, 1, 1));
    assertThat(way("production").total().count()).isEqualTo(4);
    assertThat(way("production").firstByte().count()).isEqualTo(4);
    assertThat(way(null).ended()).isEqualTo(new StatusCounts(1, 0, 0, 0));
    assertThat(way("production").inFlight()).isZero();
    assertThat(way("production").way().modelId()).isEqualTo(Rig.MODEL);
  }

  @Test
  void theFirstByteOfAStreamComesBeforeItsEnd() throws InterruptedException {
    var ends = new LinkedBlockingQueue<Runnable>();
    var model =
        rig.models
            .createHttpServer()
            .requestHandler(r -> {
              r.response().setChunked(true).write("first");
              ends.add(() -> r.response().end("last"));
            });
    rig.with(Rig.target("d1", Rig.endpoint("r1", rig.serve(model))))
        .production(new Split.Whole("d1"))
        .apply();
    var done = new ArrayList<String>();
    Thread caller = Thread.ofVirtual().start(() -> done.add(rig.predict("x").body()));
    var end = ends.poll(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    Await.until("the head is counted", () -> way("production").firstByte().count() == 1);
    assertThat(way("production").total().count()).isZero();
    assertThat(way("production").inFlight()).isEqualTo(1);
    assertThat(end).isNotNull();
    end.run();
    assertThat(caller.join(Rig.PATIENCE)).isTrue();
    assertThat(done).containsExactly("firstlast");
    Await.until("the end is counted", () -> way("production").total().count() == 1);
  }

  @Test
  void aWebSocketCountsAsLongAsItIsOpen() {
    var model = rig.models.createHttpServer().webSocketHandler(_ -> {});
    rig.with(Rig.target("d1", Rig.endpoint("r1", rig.serve(model))))
        .production(new Split.Whole("d1"))
        .apply();
    var options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(rig.gateway.port())
            .setURI("/model/" + Rig.MODEL + "/production/websocket")
            .addHeader("Authorization", "Api-Key " + Rig.KEY);
    WebSocket socket = Rig.get(rig.models.createWebSocketClient().connect(options));
    assertThat(way("production").tunnels()).isEqualTo(1);
    Rig.get(socket.close());
    Await.until("the end is counted", () -> way("production").tunnels() == 0);
    assertThat(way("production").total().count()).isZero();
  }
}
