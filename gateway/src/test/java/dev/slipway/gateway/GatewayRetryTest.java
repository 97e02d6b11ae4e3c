package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayRetryTest {
  private final Rig rig = new Rig(new TestSettings().lanes(1));
  private final AtomicInteger arrivals = new AtomicInteger();

  @AfterEach
  void stop() {
    rig.close();
  }

  private Endpoint dead() {
    var server = rig.serve(r -> r.response().end());
    var endpoint = Rig.endpoint("dead", server);
    Rig.get(server.close());
    return endpoint;
  }

  /// Answers every other request of a connection; ends the connection instead at the second.
  private Endpoint leavesAtSecond(String id) {
    var model = rig.models.createHttpServer();
    model.connectionHandler(connection -> {
      var count = new AtomicInteger();
      counts.put(connection, count);
    });
    model.requestHandler(r -> {
      arrivals.incrementAndGet();
      var count = counts.getOrDefault(r.connection(), new AtomicInteger());
      if (count.incrementAndGet() == 2) {
        r.connection().close();
      } else {
        r.response().end(id);
      }
    });
    return Rig.endpoint(id, rig.serve(model));
  }

  private final java.util.concurrent.ConcurrentHashMap<
          io.vertx.core.http.HttpConnection, AtomicInteger>
      counts = new java.util.concurrent.ConcurrentHashMap<>();

  @Test
  void triesAnotherReplicaWhereOneCannotBeReached() {
    var live = rig.serve(r -> r.response().end("live"));
    rig.with(Rig.target("d1", dead(), Rig.endpoint("live", live)))
        .production(new Split.Whole("d1"))
        .apply();
    int retried = 0;
    for (int i = 0; i < 10; i++) {
      var answer = rig.predict("{}");
      assertThat(answer.body()).isEqualTo("live");
      retried +=
          answer.headers().firstValue("x-baseten-model-prediction-attempts").orElse("").equals("2")
              ? 1
              : 0;
    }
    assertThat(retried).isPositive();
    assertThat(rig.served("d1").lost()).isZero();
  }

  @Test
  void goesToTheStableSideWhereTheCandidateCannotBeReached() {
    var live = rig.serve(r -> r.response().end("live"));
    rig.with(Rig.target("d1", Rig.endpoint("live", live)), Rig.target("d2", dead()))
        .production(new Split.Shared("d1", "d2", 100))
        .apply();
    assertThat(rig.predict("{}").body()).isEqualTo("live");
    // A body that is streamed has not begun to flow when the connection fails.
    assertThat(rig.predict("x".repeat(100_000)).body()).isEqualTo("live");
  }

  @Test
  void sendsAHeldPostAgainWhereAReusedConnectionEndsWithoutAByte() {
    rig.with(Rig.target("d1", leavesAtSecond("r1"))).production(new Split.Whole("d1")).apply();
    assertThat(rig.predict("{}").statusCode()).isEqualTo(200);
    var second = rig.predict("{}");
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.headers().firstValue("x-baseten-model-prediction-attempts")).contains("2");
    assertThat(arrivals).hasValue(3);
    assertThat(rig.served("d1").lost()).isZero();
    assertThat(rig.served("d1").requests()).isEqualTo(3);
  }

  @Test
  void doesNotSendAStreamedPostAgain() {
    rig.with(Rig.target("d1", leavesAtSecond("r1"))).production(new Split.Whole("d1")).apply();
    assertThat(rig.predict("{}").statusCode()).isEqualTo(200);
    assertThat(rig.predict("x".repeat(100_000)).statusCode()).isEqualTo(502);
    assertThat(arrivals).hasValue(2);
    assertThat(rig.served("d1").lost()).isEqualTo(1);
  }

  @Test
  void doesNotSendAPostAgainThatANewConnectionLost() {
    var model =
        rig.serve(r -> {
          arrivals.incrementAndGet();
          r.connection().close();
        });
    rig.with(Rig.target("d1", Rig.endpoint("r1", model))).production(new Split.Whole("d1")).apply();
    var answer = rig.post("/production/sync/own", "{}");
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(arrivals).hasValue(1);
  }

  @Test
  void aPredictionOutlivesTheReplicaThatDiesWithIt() {
    var dying =
        rig.serve(r -> {
          arrivals.incrementAndGet();
          r.connection().close();
        });
    var living = rig.serve(r -> r.response().end("live"));
    rig.with(Rig.target("d1", Rig.endpoint("r1", dying), Rig.endpoint("r2", living)))
        .production(new Split.Whole("d1"))
        .apply();
    for (int i = 0; i < 6; i++) {
      assertThat(rig.predict("{}").body()).isEqualTo("live");
    }
    assertThat(arrivals).as("some of them began at the one that dies").hasPositiveValue();
    assertThat(rig.served("d1").lost()).isZero();
  }

  @Test
  void sendsAnIdempotentRequestAgainOnce() {
    var model =
        rig.serve(r -> {
          arrivals.incrementAndGet();
          r.connection().close();
        });
    rig.with(Rig.target("d1", Rig.endpoint("r1", model))).production(new Split.Whole("d1")).apply();
    assertThat(rig.send(rig.to("/production/sync/x").GET()).statusCode()).isEqualTo(502);
    assertThat(arrivals).hasValue(2);
    assertThat(
            rig.send(rig.to("/production/sync/x").PUT(BodyPublishers.ofString("x"))).statusCode())
        .isEqualTo(502);
    assertThat(arrivals).hasValue(4);
  }

  @Test
  void doesNotTryAgainWhereAnAnswerCannotBeRead() {
    var garbage = rig.models.createNetServer();
    garbage.connectHandler(socket ->
        socket.handler(_ -> {
          arrivals.incrementAndGet();
          socket.write("HTTP/9.9 what\r\n\r\n").onComplete(_ -> socket.close());
        }));
    var listening = Rig.get(garbage.listen(0, "127.0.0.1"));
    rig.with(Rig.target("d1", new Endpoint("r1", "127.0.0.1", listening.actualPort())))
        .production(new Split.Whole("d1"))
        .apply();
    assertThat(rig.send(rig.to("/production/sync/x").GET()).statusCode()).isEqualTo(502);
    assertThat(arrivals).hasValue(1);
  }
}
