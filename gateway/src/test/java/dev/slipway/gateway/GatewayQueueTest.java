package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import dev.slipway.engine.port.routes.RouteTable.Target;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayQueueTest {
  private static final int PLACES = 3;
  private final Rig rig = new Rig(new TestSettings().queuedPerDeployment(PLACES));
  private final HeldModel v1 = new HeldModel("v1");
  private final HeldModel v2 = new HeldModel("v2");
  private final Endpoint r1 = Rig.endpoint("r1", rig.serve(v1));
  private final Endpoint r2 = Rig.endpoint("r2", rig.serve(v2));

  @AfterEach
  void stop() {
    rig.close();
  }

  private static Target one(String id, Backpressure backpressure, Endpoint... replicas) {
    return Rig.target(id, 1, backpressure, Availability.UP, replicas);
  }

  private CompletableFuture<HttpResponse<String>> ask() {
    return rig.http.sendAsync(
        rig.to("/production/predict").POST(BodyPublishers.ofString("{}")).build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> await(CompletableFuture<HttpResponse<String>> future) {
    return future.orTimeout(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /// Asks, and waits until the request stands in the line of its deployment.
  private CompletableFuture<HttpResponse<String>> queue(int waitingThen) {
    var answer = ask();
    awaitWaiting(waitingThen);
    return answer;
  }

  private void awaitWaiting(int count) {
    while (rig.gateway.demand("d1").parked() + rig.gateway.demand("d2").parked() != count) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aRequestWaitsForAPlaceAndTheyComeInTurn() {
    rig.with(one("d1", Backpressure.QUEUE_ON_FULL, r1)).production(new Split.Whole("d1")).apply();
    var first = ask();
    var held = v1.next();
    var second = queue(1);
    var third = queue(2);
    assertThat(rig.gateway.inFlight("r1")).isEqualTo(1);
    v1.answer(held);
    assertThat(await(first).body()).isEqualTo("v1");
    v1.answer(v1.next());
    assertThat(await(second).body()).isEqualTo("v1");
    v1.answer(v1.next());
    assertThat(await(third).body()).isEqualTo("v1");
    awaitWaiting(0);
  }

  @Test
  void aFullLineIsAnswered429() {
    rig.with(one("d1", Backpressure.QUEUE_ON_FULL, r1)).production(new Split.Whole("d1")).apply();
    var all = new ArrayList<>(List.of(ask()));
    var held = v1.next();
    for (int i = 1; i <= PLACES; i++) {
      all.add(queue(i));
    }
    var refused = await(ask());
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("\"error_code\":\"rate_limited\"");
    v1.answer(held);
    for (int i = 0; i < PLACES; i++) {
      v1.answer(v1.next());
    }
    all.forEach(one -> assertThat(await(one).statusCode()).isEqualTo(200));
  }

  @Test
  void rejectsAtOnceWhereSet() {
    rig.with(one("d1", Backpressure.REJECT_ON_FULL, r1)).production(new Split.Whole("d1")).apply();
    var first = ask();
    var held = v1.next();
    assertThat(await(ask()).statusCode()).isEqualTo(429);
    v1.answer(held);
    assertThat(await(first).statusCode()).isEqualTo(200);
    assertThat(rig.gateway.inFlight("r1")).isZero();
  }

  @Test
  void whoWaitsForTheCandidateGoesToTheStableSideWhenItIsCancelled() {
    rig.with(one("d1", Backpressure.QUEUE_ON_FULL, r1), one("d2", Backpressure.QUEUE_ON_FULL, r2))
        .production(new Split.Shared("d1", "d2", 100))
        .apply();
    var first = ask();
    var held = v2.next();
    var second = queue(1);
    rig.production(new Split.Whole("d1"));
    assertThat(rig.applyAndFence()).isTrue();
    v1.answer(v1.next());
    assertThat(await(second).body()).isEqualTo("v1");
    v2.answer(held);
    assertThat(await(first).body()).isEqualTo("v2");
    assertThat(v2.arrived()).isZero();
  }

  @Test
  void whoWaitsTakesAPlaceOnANewReplica() {
    rig.with(one("d1", Backpressure.QUEUE_ON_FULL, r1)).production(new Split.Whole("d1")).apply();
    var first = ask();
    var held = v1.next();
    var second = queue(1);
    rig.with(one("d1", Backpressure.QUEUE_ON_FULL, r1, r2)).apply();
    v2.answer(v2.next());
    assertThat(await(second).body()).isEqualTo("v2");
    v1.answer(held);
    await(first);
  }

  @Test
  void whoWaitsIsToldWhenTheLastReplicaGoes() {
    rig.with(one("d1", Backpressure.QUEUE_ON_FULL, r1)).production(new Split.Whole("d1")).apply();
    var first = ask();
    var held = v1.next();
    var second = queue(1);
    rig.with(one("d1", Backpressure.QUEUE_ON_FULL)).apply();
    assertThat(await(second).statusCode()).isEqualTo(503);
    assertThat(rig.gateway.inFlight("r1")).as("still served").isEqualTo(1);
    v1.answer(held);
    assertThat(await(first).body()).isEqualTo("v1");
    assertThat(rig.gateway.inFlight("r1")).isZero();
  }

  @Test
  void whoGoesAwayLeavesTheLine() {
    rig.with(one("d1", Backpressure.QUEUE_ON_FULL, r1)).production(new Split.Whole("d1")).apply();
    var first = ask();
    var held = v1.next();
    try (var client = rig.raw()) {
      client.send(GatewayErrorsTest.head("Content-Length: 2") + "{}");
      awaitWaiting(1);
      client.reset();
      awaitWaiting(0);
    }
    v1.answer(held);
    await(first);
    assertThat(v1.arrived()).isZero();
    assertThat(rig.gateway.inFlight("r1")).isZero();
  }

  @Test
  void aWaitThatLastsTooLongEnds() {
    try (var other = new Rig(new TestSettings().queue(Duration.ofMillis(1)))) {
      other
          .with(one("d1", Backpressure.QUEUE_ON_FULL, r1))
          .production(new Split.Whole("d1"))
          .apply();
      var first =
          other.http.sendAsync(
              other.to("/production/predict").POST(BodyPublishers.ofString("{}")).build(),
              BodyHandlers.ofString());
      var held = v1.next();
      var late = other.predict("{}");
      assertThat(late.statusCode()).isEqualTo(503);
      assertThat(late.body()).contains("model_unavailable");
      v1.answer(held);
      await(first);
    }
  }

  @Test
  void anAnswerThatLastsTooLongEndsWith504() {
    try (var other = new Rig(new TestSettings().answer(Duration.ofMillis(1)))) {
      other
          .with(one("d1", Backpressure.QUEUE_ON_FULL, r1))
          .production(new Split.Whole("d1"))
          .apply();
      var late = other.predict("{}");
      assertThat(late.statusCode()).isEqualTo(504);
      assertThat(late.body()).contains("\"error_code\":\"timeout\"");
      assertThat(other.gateway.inFlight("r1")).isZero();
      assertThat(other.served("d1").lost()).isEqualTo(1);
    }
  }

  @Test
  void aClosingGatewayLetsItsRequestsEnd() {
    rig.with(one("d1", Backpressure.QUEUE_ON_FULL, r1)).production(new Split.Whole("d1")).apply();
    var first = ask();
    var held = v1.next();
    var closing = CompletableFuture.runAsync(rig.gateway::close);
    while (accepts()) {
      Thread.onSpinWait();
    }
    assertThat(closing).isNotDone();
    v1.answer(held);
    assertThat(await(first).body()).isEqualTo("v1");
    closing.orTimeout(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private boolean accepts() {
    try (var _ = rig.raw()) {
      return true;
    } catch (java.io.UncheckedIOException e) {
      return false;
    }
  }
}
