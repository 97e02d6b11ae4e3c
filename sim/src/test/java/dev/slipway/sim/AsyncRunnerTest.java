package dev.slipway.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.domain.async.AsyncError;
import dev.slipway.domain.async.AsyncMachine;
import dev.slipway.domain.async.AsyncReply.Answered;
import dev.slipway.domain.async.AsyncReply.NotServed;
import dev.slipway.domain.async.AsyncRequest;
import dev.slipway.domain.async.AsyncTarget;
import dev.slipway.domain.async.AsyncTerms;
import dev.slipway.engine.async.Async;
import dev.slipway.engine.async.AsyncRequests;
import dev.slipway.engine.async.AsyncRunner;
import dev.slipway.engine.port.Predictions.Room;
import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.store.AsyncBodies;
import dev.slipway.engine.port.store.Secret;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.fake.CountingAsyncTelemetry;
import dev.slipway.testkit.fake.FakePredictions;
import dev.slipway.testkit.fake.FakeWebhooks;
import dev.slipway.testkit.fake.ManualTime;
import dev.slipway.testkit.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The real loop of asynchronous requests on fakes and manual time. A test turns it.
class AsyncRunnerTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final AsyncTarget PRODUCTION = new AsyncTarget.OfEnvironment("m1", "production");
  private static final String URL = "https://receiver.test/";

  private final ManualTime time = new ManualTime(START);
  private final FakePredictions predictions = new FakePredictions();
  private final FakeWebhooks webhooks = new FakeWebhooks();
  private final CountingAsyncTelemetry telemetry = new CountingAsyncTelemetry();
  private MemoryStore store = new MemoryStore();
  private Async async = async();

  private Async async() {
    return Async.on(new Async.Ports(store, predictions, webhooks, telemetry, time));
  }

  private void accept(String id, @Nullable String webhook) {
    var terms = new AsyncTerms(0, Duration.ofSeconds(60), AsyncTerms.Retries.DEFAULT, webhook);
    assertThat(async.requests().accept(id, PRODUCTION, "d1", terms, "{}".getBytes(UTF_8))).isTrue();
  }

  private AsyncRequest request(String id) {
    return Objects.requireNonNull(async.requests().find("m1", id), id);
  }

  /// Turns until what was started has ended, at this moment of time.
  private void turn() {
    var _ = async.runner().turn();
    Await.until("what was sent is back", () -> async.runner().inProgress() == 0);
  }

  private void turnUntil(String what, java.util.function.BooleanSupplier condition) {
    Await.until(
        what,
        () -> {
          turn();
          return condition.getAsBoolean();
        });
  }

  private byte @Nullable [] body(String id, AsyncBodies.Part part) {
    return store.read(tx -> tx.asyncBodies().get(id, part));
  }

  @Test
  void aModelThatFailsIsAskedAgainAfterEachDelayAndTheEndIsTold() {
    var broken = new Answered("d2", 500, "boom");
    var _ = predictions.then(broken).then(broken).then(broken);
    accept("r1", URL);
    turn();
    turn();
    assertThat(predictions.sent()).as("not before the delay").hasSize(1);
    time.advance(Duration.ofSeconds(1));
    turn();
    time.advance(Duration.ofSeconds(2));
    turn();
    assertThat(predictions.sent()).containsExactly("r1", "r1", "r1");
    turnUntil("told", () -> request("r1").webhook().status().equals("SUCCEEDED"));
    var posted = webhooks.posted().getFirst();
    assertThat(posted.result().output()).isNull();
    assertThat(posted.result().error())
        .isEqualTo(
            new AsyncError(AsyncError.Code.MODEL_PREDICT_ERROR, "The model answered 500: boom"));
    assertThat(posted.result().deploymentId()).isEqualTo("d2");
    assertThat(telemetry.counted())
        .containsExactly("sent 0", "ended FAILED", "delivered SUCCEEDED");
  }

  @Test
  void whatNoModelTakesExpiresAndItsCallerIsTold() {
    for (int i = 0; i < 10; i++) {
      var _ = predictions.then(new NotServed(503, "asleep"));
    }
    accept("r1", URL);
    for (int i = 0; i < 10; i++) {
      turn();
      assertThat(request("r1").status()).isEqualTo("QUEUED");
      time.advance(Duration.ofSeconds(1));
    }
    predictions.room(new Room(0, false));
    time.advance(Duration.ofSeconds(49));
    turn();
    assertThat(request("r1").status()).as("59 s").isEqualTo("QUEUED");
    time.advance(Duration.ofSeconds(1));
    turnUntil("told", () -> !webhooks.posted().isEmpty());
    assertThat(request("r1").status()).isEqualTo("EXPIRED");
    assertThat(predictions.sent()).hasSize(10);
    assertThat(body("r1", AsyncBodies.Part.INPUT)).isNull();
  }

  @Test
  void nothingIsSentThatWouldTakeAPlaceFromSomebody() {
    predictions.room(new Room(0, false));
    accept("r1", null);
    turn();
    assertThat(predictions.sent()).isEmpty();
    assertThat(async.runner().queued()).isOne();
    predictions.room(new Room(1, false));
    turn();
    assertThat(predictions.sent()).containsExactly("r1");
  }

  @Test
  void aTargetWithoutReplicasIsSentOneRequestAtATimeToWakeIt() {
    predictions.room(new Room(0, true));
    var _ = predictions.then(new NotServed(503, "asleep"));
    accept("r1", null);
    accept("r2", null);
    turn();
    assertThat(predictions.sent()).containsExactly("r1");
  }

  @Test
  void aProcessThatDiedLeavesNothingBehind() {
    accept("sent", URL);
    accept("queued", URL);
    accept("answered", URL);
    change("sent", r -> AsyncMachine.started(r, START));
    change(
        "answered",
        r ->
            AsyncMachine.replied(
                AsyncMachine.started(r, START), new Answered("d1", 200, ""), START));
    store.write(tx -> {
      tx.asyncBodies().put("answered", AsyncBodies.Part.OUTPUT, "{\"x\":1}".getBytes(UTF_8));
    });
    store = store.reopen();
    async = async();
    time.advance(Duration.ofSeconds(2));
    turn();
    assertThat(predictions.sent()).as("before the first delay is over").containsExactly("queued");
    time.advance(Duration.ofSeconds(1));
    turnUntil("all are told", () -> webhooks.posted().size() == 3);
    assertThat(predictions.sent()).containsExactly("queued", "sent");
    var kept =
        webhooks.posted().stream()
            .filter(d -> d.requestId().equals("answered"))
            .map(d -> d.result().output())
            .toList();
    assertThat(kept).containsExactly(ByteBuffer.wrap("{\"x\":1}".getBytes(UTF_8)));
  }

  private void change(String id, java.util.function.UnaryOperator<AsyncRequest> change) {
    store.write(tx -> {
      tx.async().update(change.apply(Objects.requireNonNull(tx.async().find(id), id)));
    });
  }

  @Test
  void aResultIsKeptUntilItsDeliveryHasEndedAndTheStatusForAnHourMore() {
    var _ = webhooks.then(503).then(503);
    accept("r1", URL);
    turnUntil("first attempt", () -> webhooks.posted().size() == 1);
    assertThat(body("r1", AsyncBodies.Part.INPUT)).isNull();
    assertThat(body("r1", AsyncBodies.Part.OUTPUT)).isEqualTo("{}".getBytes(UTF_8));
    time.advance(Duration.ofSeconds(2));
    turnUntil("second attempt", () -> request("r1").status().equals("WEBHOOK_FAILED"));
    assertThat(webhooks.posted()).hasSize(2);
    assertThat(body("r1", AsyncBodies.Part.OUTPUT)).isNull();
    time.advance(AsyncRunner.RETENTION.minusSeconds(2));
    turn();
    assertThat(request("r1").webhook().status()).isEqualTo("FAILED");
    time.advance(Duration.ofSeconds(2));
    turn();
    assertThat(async.requests().find("m1", "r1")).isNull();
  }

  @Test
  void resultsAreSignedWithTheWorkspacesSecretAndDuringARotationWithBoth() {
    store.write(tx -> {
      tx.settings().put("team_id", "t1");
      tx.secrets().put(new Secret("s1", "t1", "async_webhook_secret", "new", START));
      tx.secrets().put(new Secret("s2", "t1", "async_webhook_secret_previous", "old", START));
    });
    accept("r1", URL);
    turnUntil("posted", () -> !webhooks.posted().isEmpty());
    assertThat(webhooks.posted().getFirst().secrets()).isEqualTo(List.of("new", "old"));
  }

  @Test
  void aFullQueueTakesNoMore() {
    var terms = new AsyncTerms(0, Duration.ofSeconds(60), AsyncTerms.Retries.DEFAULT, null);
    store.write(tx -> {
      for (int i = 1; i < AsyncRequests.MAX_QUEUED; i++) {
        tx.async().insert(AsyncMachine.accepted("x" + i, PRODUCTION, terms, "d1", START));
      }
    });
    accept("last", null);
    assertThat(async.requests().accept("more", PRODUCTION, "d1", terms, new byte[0])).isFalse();
    assertThat(async.requests().find("m1", "more")).isNull();
    var staging = new AsyncTarget.OfEnvironment("m1", "staging");
    assertThat(async.requests().accept("other", staging, "d1", terms, new byte[0])).isTrue();
  }

  @Test
  void onAFullDiskNothingIsTakenAndWhatIsQueuedWaitsForRoom() {
    accept("r1", null);
    store.fill(true);
    var terms = new AsyncTerms(0, Duration.ofSeconds(60), AsyncTerms.Retries.DEFAULT, null);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> async.requests().accept("r2", PRODUCTION, "d1", terms, new byte[0]))
        .matches(e -> e.fault() == StorageFault.FULL, "full");
    turn();
    assertThat(predictions.sent()).isEmpty();
    assertThat(request("r1").status()).isEqualTo("QUEUED");
    store.fill(false);
    turn();
    assertThat(predictions.sent()).containsExactly("r1");
  }
}
