package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.port.routes.GatewayStats.Demand;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import dev.slipway.engine.port.routes.RouteTable.Target;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests for a deployment that was scaled to zero: they wake it, wait for it, and are answered.
class GatewaySleepTest {
  private static final int PLACES = 3;
  private final Rig rig =
      new Rig(new TestSettings().queuedPerDeployment(PLACES).drain(Duration.ofMillis(100)));
  private final HeldModel v1 = new HeldModel("v1");
  private final HeldModel v2 = new HeldModel("v2");
  private final Endpoint r1 = Rig.endpoint("r1", rig.serve(v1));
  private final Endpoint r2 = Rig.endpoint("r2", rig.serve(v2));
  private final List<String> called = new CopyOnWriteArrayList<>();

  @BeforeEach
  void listen() {
    rig.gateway.onDemand(called::add);
  }

  @AfterEach
  void stop() {
    rig.without("d1").without("d2").apply(); // nobody waits for ever
    rig.close();
  }

  private static Target is(String id, Availability availability, Endpoint... replicas) {
    return Rig.target(id, 10, Backpressure.QUEUE_ON_FULL, availability, replicas);
  }

  private static CompletableFuture<HttpResponse<String>> ask(Rig rig) {
    return rig.http.sendAsync(
        rig.to("/production/predict").POST(BodyPublishers.ofString("{}")).build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> await(CompletableFuture<HttpResponse<String>> future) {
    return future.orTimeout(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /// Asks, and waits until the request is parked.
  private CompletableFuture<HttpResponse<String>> park(int parkedThen) {
    var answer = ask(rig);
    awaitParked(parkedThen);
    return answer;
  }

  private void awaitParked(int count) {
    long end = System.nanoTime() + Rig.PATIENCE.toNanos();
    while (rig.gateway.demand("d1").parked() + rig.gateway.demand("d2").parked() != count) {
      assertThat(System.nanoTime()).as("parked: not " + count + " yet").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void requestsWaitWhileItWakesAndAreAnsweredAndItIsCalledOnce() {
    rig.with(is("d1", Availability.SCALED_TO_ZERO)).production(new Split.Whole("d1")).apply();
    var first = park(1);
    var second = park(2);
    assertThat(called).containsExactly("d1");
    assertThat(rig.gateway.demand("d1")).isEqualTo(new Demand(0, 2, 0, true));
    rig.with(is("d1", Availability.WAKING)).apply();
    var third = park(3);
    assertThat(called).containsExactly("d1");
    rig.with(is("d1", Availability.UP, r1)).apply();
    for (int i = 0; i < 3; i++) {
      v1.answer(v1.next());
    }
    for (var answer : List.of(first, second, third)) {
      assertThat(await(answer).body()).isEqualTo("v1");
    }
  }

  @Test
  void itIsCalledAgainWhenItFellAsleepAgain() {
    rig.with(is("d1", Availability.SCALED_TO_ZERO)).production(new Split.Whole("d1")).apply();
    assertThat(rig.post("/production/wake", "").statusCode()).isEqualTo(202);
    assertThat(rig.gateway.demand("d1").wake()).isTrue();
    assertThat(rig.post("/production/wake", "").statusCode()).isEqualTo(202);
    assertThat(called).containsExactly("d1");
    rig.with(is("d1", Availability.UP, r1)).apply();
    assertThat(rig.gateway.demand("d1").wake()).isFalse();
    rig.with(is("d1", Availability.SCALED_TO_ZERO)).apply();
    assertThat(rig.gateway.demand("d1").wake()).as("the old call is done with").isFalse();
    assertThat(rig.post("/deployment/d1/wake", "").statusCode()).isEqualTo(202);
    assertThat(called).containsExactly("d1", "d1");
  }

  @Test
  void aCallDoesNotOutliveAWakeThatWasTakenBack() {
    rig.with(is("d1", Availability.SCALED_TO_ZERO)).production(new Split.Whole("d1")).apply();
    rig.post("/production/wake", "");
    rig.with(is("d1", Availability.WAKING)).apply();
    rig.with(is("d1", Availability.SCALED_TO_ZERO)).apply();
    assertThat(rig.gateway.demand("d1").wake()).isFalse();
  }

  @Test
  void whoWaitsIsAnswered503WhereItDoesNotWake() {
    rig.with(is("d1", Availability.SCALED_TO_ZERO)).production(new Split.Whole("d1")).apply();
    var first = park(1);
    rig.with(is("d1", Availability.ABSENT)).apply();
    var answer = await(first);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .contains("\"error_code\":\"model_unavailable\"")
        .contains("went out of service while the request waited");
    assertThat(rig.predict("{}").statusCode()).as("who comes later").isEqualTo(404);
  }

  @Test
  void aWaitThatLastsTooLongIsAnswered500() {
    try (var other = new Rig(new TestSettings().queue(Duration.ofMillis(1)))) {
      other.with(is("d1", Availability.SCALED_TO_ZERO)).production(new Split.Whole("d1")).apply();
      var answer = other.predict("{}");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body())
          .contains("\"error_code\":\"timeout\"")
          .contains("did not wake in time");
      assertThat(other.gateway.demand("d1").parked()).isZero();
    }
  }

  @Test
  void aFullLineIsAnswered429() {
    rig.with(is("d1", Availability.SCALED_TO_ZERO)).production(new Split.Whole("d1")).apply();
    for (int i = 1; i <= PLACES; i++) {
      var _ = park(i);
    }
    assertThat(rig.predict("{}").statusCode()).isEqualTo(429);
  }

  @Test
  void oneThatRejectsWhenFullIsWokenButNotWaitedFor() {
    rig.with(Rig.target("d1", 1, Backpressure.REJECT_ON_FULL, Availability.SCALED_TO_ZERO))
        .production(new Split.Whole("d1"))
        .apply();
    var answer = rig.predict("{}");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).contains("is being woken");
    assertThat(called).containsExactly("d1");
  }

  @Test
  void whoWaitsForTheCandidateGoesToTheStableSideAfterACancelAndNoneReachesTheCandidate() {
    rig.with(is("d1", Availability.SCALED_TO_ZERO), is("d2", Availability.WAKING))
        .production(new Split.Shared("d1", "d2", 50))
        .apply();
    var first = park(1);
    var second = park(2);
    rig.production(new Split.Whole("d1"));
    assertThat(rig.applyAndFence()).isTrue();
    rig.with(is("d1", Availability.UP, r1), is("d2", Availability.UP, r2)).apply();
    v1.answer(v1.next());
    v1.answer(v1.next());
    assertThat(await(first).body()).isEqualTo("v1");
    assertThat(await(second).body()).isEqualTo("v1");
    assertThat(v2.arrived()).isZero();
    assertThat(rig.gateway.demand("d2").arrived()).isZero();
  }

  @Test
  void aStableSideThatSleepsKeepsItsShareAndIsWoken() {
    rig.with(is("d1", Availability.SCALED_TO_ZERO), is("d2", Availability.UP, r2))
        .production(new Split.Shared("d1", "d2", 10))
        .apply();
    // Of the first ten, the last one is the candidate's.
    for (int i = 1; i <= PLACES; i++) {
      var _ = park(i);
    }
    assertThat(v2.arrived()).isZero();
    assertThat(called).containsExactly("d1");
  }

  @Test
  void aWakeOfAnEnvironmentWakesItsStableSideAndTakesNobodysShare() {
    rig.with(is("d1", Availability.SCALED_TO_ZERO), is("d2", Availability.UP, r2))
        .production(new Split.Shared("d1", "d2", 50))
        .apply();
    assertThat(rig.post("/production/wake", "").statusCode()).isEqualTo(202);
    assertThat(called).containsExactly("d1");
    var first = park(1);
    var second = ask(rig);
    v2.answer(v2.next());
    assertThat(await(second).body()).isEqualTo("v2");
    rig.with(is("d1", Availability.UP, r1)).apply();
    v1.answer(v1.next());
    assertThat(await(first).body()).isEqualTo("v1");
  }

  @Test
  void aCandidateThatSleepsLeavesItsPicksToTheStableSide() {
    rig.with(is("d1", Availability.UP, r1), is("d2", Availability.WAKING))
        .production(new Split.Shared("d1", "d2", 100))
        .apply();
    var answer = ask(rig);
    v1.answer(v1.next());
    assertThat(await(answer).body()).isEqualTo("v1");
  }

  @Test
  void whoGoesAwayLeavesTheLine() {
    rig.with(is("d1", Availability.SCALED_TO_ZERO)).production(new Split.Whole("d1")).apply();
    try (var client = rig.raw()) {
      client.send(GatewayErrorsTest.head("Content-Length: 2") + "{}");
      awaitParked(1);
      client.reset();
      awaitParked(0);
    }
    assertThat(rig.gateway.demand("d1").parked()).isZero();
  }

  @Test
  void aGatewayThatClosesAnswersThoseWhoWaitForASleeperAtOnce() {
    rig.with(is("d1", Availability.SCALED_TO_ZERO)).production(new Split.Whole("d1")).apply();
    var answer = park(1);
    rig.gateway.close();
    assertThat(await(answer).statusCode()).isEqualTo(503);
    assertThat(await(answer).body()).contains("stopping");
  }
}
