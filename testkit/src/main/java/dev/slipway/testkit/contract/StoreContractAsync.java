package dev.slipway.testkit.contract;

import static dev.slipway.testkit.contract.StoreContractRows.T0;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.domain.async.AsyncError;
import dev.slipway.domain.async.AsyncRequest;
import dev.slipway.domain.async.AsyncState;
import dev.slipway.domain.async.AsyncTarget;
import dev.slipway.domain.async.AsyncTerms;
import dev.slipway.domain.async.AsyncWebhook;
import dev.slipway.engine.port.store.AsyncBodies.Part;
import dev.slipway.engine.port.store.AsyncRows.Count;
import dev.slipway.engine.port.store.AsyncRows.Kind;
import dev.slipway.engine.port.store.AsyncRows.Waiting;
import dev.slipway.engine.port.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The part of the contract about asynchronous requests.
interface StoreContractAsync extends StoreContractPart {
  AsyncTarget PRODUCTION = new AsyncTarget.OfEnvironment("m1", StoreContractRows.PRODUCTION.name());

  AsyncError ERROR = new AsyncError(AsyncError.Code.MODEL_PREDICT_ERROR, "500: \u201cno\u201d\n");

  List<AsyncState> STATES =
      List.of(
          queued(T0, T0.plusSeconds(1)),
          new AsyncState.InProgress(T0, T0.plusSeconds(9), 3),
          new AsyncState.Succeeded(T0),
          new AsyncState.Failed(T0, ERROR),
          new AsyncState.Expired(T0, new AsyncError(AsyncError.Code.MODEL_UNAVAILABLE, "late")),
          new AsyncState.Canceled(T0));

  List<AsyncWebhook> WEBHOOKS =
      List.of(
          new AsyncWebhook.Unwanted(),
          new AsyncWebhook.Awaiting(),
          new AsyncWebhook.Due(1, T0.plusNanos(1)),
          new AsyncWebhook.Delivered(T0),
          new AsyncWebhook.Undelivered(T0),
          new AsyncWebhook.Dropped(T0));

  static AsyncState queued(Instant dueAt, Instant expiresAt) {
    return new AsyncState.Queued(T0, dueAt, expiresAt, 2);
  }

  static AsyncRequest request(
      String id, AsyncTarget target, int priority, AsyncState state, AsyncWebhook webhook) {
    String url = webhook instanceof AsyncWebhook.Unwanted ? null : "https://x.test/\u00e9?a=b";
    return new AsyncRequest(id, target, terms(priority, url), T0, "d1", state, webhook);
  }

  private static AsyncTerms terms(int priority, @Nullable String url) {
    var retries = new AsyncTerms.Retries(10, Duration.ofMillis(1), Duration.ofMillis(59_999));
    return new AsyncTerms(priority, Duration.ofDays(3), retries, url);
  }

  private void insertAsync(AsyncRequest... requests) {
    write(tx -> List.of(requests).forEach(tx.async()::insert));
  }

  private AsyncRequest waiting(String id, int priority, long dueIn, long expiresIn) {
    var state = queued(T0.plusSeconds(dueIn), T0.plusSeconds(expiresIn));
    return request(id, PRODUCTION, priority, state, new AsyncWebhook.Unwanted());
  }

  @Test
  default void everyStateOfARequestAndOfItsWebhookIsKept() {
    var all = new ArrayList<AsyncRequest>();
    for (var state : STATES) {
      for (var webhook : WEBHOOKS) {
        var model = "m" + all.size();
        for (var target :
            List.of(
                new AsyncTarget.OfEnvironment(model, "n"),
                new AsyncTarget.OfDeployment(model, "n"),
                new AsyncTarget.OfDevelopment(model))) {
          all.add(request("r" + all.size(), target, 2, state, webhook));
        }
      }
    }
    insertAsync(all.toArray(AsyncRequest[]::new));
    for (var one : all) {
      assertThat(store().<AsyncRequest>read(tx -> tx.async().find(one.id()))).isEqualTo(one);
    }
    for (var state : STATES) {
      var next =
          all.stream()
              .map(r ->
                  new AsyncRequest(r.id(), r.target(), r.terms(), T0, "d2", state, r.webhook()))
              .toList();
      write(tx -> next.forEach(tx.async()::update));
      for (var one : next) {
        assertThat(store().<AsyncRequest>read(tx -> tx.async().find(one.id()))).isEqualTo(one);
      }
    }
  }

  @Test
  default void anIdIsUsedOnceAndOnlyWhatIsThereIsUpdated() {
    insertAsync(waiting("r1", 0, 0, 9));
    assertThatThrownBy(() -> insertAsync(waiting("r1", 0, 0, 9)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("async_id");
    assertThatThrownBy(() -> write(tx -> tx.async().update(waiting("r2", 0, 0, 9))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("r2");
    assertThat(store().<Boolean>read(tx -> tx.async().find("r2") == null)).isTrue();
  }

  @Test
  default void theFirstOfAQueueAreTheLowestPriorityAndThenTheOldest() {
    insertAsync(
        waiting("z", 2, 0, 9),
        waiting("y", 0, 0, 9),
        waiting("x", 1, 0, 9),
        waiting("w", 0, 5, 9),
        waiting("v", 0, 0, 9));
    assertThat(list(tx -> tx.async().due(PRODUCTION, T0, 9)))
        .extracting(AsyncRequest::id)
        .containsExactly("y", "v", "x", "z");
    assertThat(list(tx -> tx.async().due(PRODUCTION, T0.plusSeconds(5), 2)))
        .extracting(AsyncRequest::id)
        .containsExactly("y", "w");
    var other = new AsyncTarget.OfDeployment("m1", "production");
    assertThat(list(tx -> tx.async().due(other, T0.plusSeconds(5), 9))).isEmpty();
    assertThatThrownBy(() -> list(tx -> tx.async().due(PRODUCTION, T0, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void queuesAreCountedByTheirTarget() {
    var staging = new AsyncTarget.OfEnvironment("m1", "staging");
    var unwanted = new AsyncWebhook.Unwanted();
    insertAsync(
        waiting("a", 0, 7, 9),
        waiting("b", 2, 3, 9),
        request("c", PRODUCTION, 0, STATES.get(1), unwanted),
        request("d", staging, 0, STATES.get(2), unwanted),
        request("e", staging, 0, STATES.get(1), unwanted));
    assertThat(store().<Count>read(tx -> tx.async().count(PRODUCTION))).isEqualTo(new Count(2, 1));
    assertThat(store().<Count>read(tx -> tx.async().count(staging))).isEqualTo(new Count(0, 1));
    assertThat(list(tx -> tx.async().waiting()))
        .containsExactly(new Waiting(PRODUCTION, 2, T0.plusSeconds(3)));
  }

  @Test
  default void unfinishedWorkIsListedInItsOrder() {
    insertAsync(
        waiting("a", 0, 0, 9),
        waiting("b", 2, 0, 3),
        request("c", PRODUCTION, 0, STATES.get(1), new AsyncWebhook.Awaiting()),
        request("d", PRODUCTION, 0, STATES.get(2), new AsyncWebhook.Due(0, T0.plusSeconds(2))),
        request("e", PRODUCTION, 0, STATES.get(3), new AsyncWebhook.Due(1, T0.plusSeconds(1))),
        request("f", PRODUCTION, 0, STATES.get(3), new AsyncWebhook.Delivered(T0)));
    assertThat(ids(Kind.IN_PROGRESS)).containsExactly("c");
    assertThat(ids(Kind.QUEUED_BY_EXPIRY)).containsExactly("b", "a");
    assertThat(ids(Kind.WEBHOOK_DUE)).containsExactly("e", "d");
    assertThat(list(tx -> tx.async().list(Kind.WEBHOOK_DUE, 1))).hasSize(1);
  }

  private List<String> ids(Kind kind) {
    return list(tx -> tx.async().list(kind, 9)).stream().map(AsyncRequest::id).toList();
  }

  @Test
  default void onlyWhatHasSettledIsForgottenOldestFirstWithItsBodies() {
    var late = new AsyncWebhook.Delivered(T0.plusSeconds(5));
    insertAsync(
        request("a", PRODUCTION, 0, STATES.get(2), late),
        request("b", PRODUCTION, 0, STATES.get(3), new AsyncWebhook.Unwanted()),
        request("c", PRODUCTION, 0, STATES.get(2), new AsyncWebhook.Due(0, T0)),
        waiting("d", 0, 0, 0));
    write(tx -> tx.asyncBodies().put("b", Part.OUTPUT, new byte[] {1}));
    assertThat(store().<Integer>transact(tx -> tx.async().prune(T0.minusNanos(1), 9))).isZero();
    assertThat(store().<Integer>transact(tx -> tx.async().prune(T0.plusSeconds(9), 1))).isOne();
    assertThat(store().<Boolean>read(tx -> tx.async().find("b") == null)).isTrue();
    assertThat(store().<Boolean>read(tx -> tx.asyncBodies().get("b", Part.OUTPUT) == null))
        .isTrue();
    assertThat(store().<Integer>transact(tx -> tx.async().prune(T0.plusSeconds(9), 9))).isOne();
    assertThat(store().<Integer>transact(tx -> tx.async().prune(T0.plusSeconds(9), 9))).isZero();
    assertThat(store().<Boolean>read(tx -> tx.async().find("c") == null)).isFalse();
    assertThat(store().<Boolean>read(tx -> tx.async().find("d") == null)).isFalse();
  }

  @Test
  default void bodiesAreKeptToTheByteUntilTheyAreDropped() {
    insertAsync(waiting("a", 0, 0, 9));
    byte[] input = "{\"x\": 1.0}\u0000\u00ff".getBytes(UTF_8);
    write(tx -> {
      tx.asyncBodies().put("a", Part.INPUT, input);
      tx.asyncBodies().put("a", Part.OUTPUT, new byte[] {1});
      tx.asyncBodies().put("a", Part.OUTPUT, new byte[] {});
    });
    assertThat(store().<byte[]>read(tx -> tx.asyncBodies().get("a", Part.INPUT))).isEqualTo(input);
    assertThat(store().<byte[]>read(tx -> tx.asyncBodies().get("a", Part.OUTPUT))).isEmpty();
    write(tx -> tx.asyncBodies().drop("a"));
    assertThat(store().<Boolean>read(tx -> tx.asyncBodies().get("a", Part.INPUT) == null)).isTrue();
    assertThatThrownBy(() -> write(tx -> tx.asyncBodies().put("nobody", Part.INPUT, input)))
        .isInstanceOf(StoreException.class);
  }
}
