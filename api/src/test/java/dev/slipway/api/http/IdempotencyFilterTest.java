package dev.slipway.api.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.Bodies;
import dev.slipway.api.ModelTest;
import dev.slipway.api.TestServer.Got;
import dev.slipway.engine.port.store.IdempotencyKey;
import dev.slipway.engine.port.store.IdempotentCall;
import dev.slipway.engine.promotion.Idempotency;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Calls with an Idempotency-Key.
class IdempotencyFilterTest extends ModelTest {
  private Got keyed(String key, String call, @Nullable String body) {
    return withKey(key, "POST", env + "/" + call, body);
  }

  private static boolean replayed(Got got) {
    return got.raw().headers().firstValue("Idempotency-Replayed").isPresent();
  }

  @Test
  void aRepeatedCancelGetsTheSameAnswerAlsoAfterTheEnd() {
    canary();
    server.routes.confirm(false);
    Got first = keyed("k1", "cancel_promotion", null);
    assertThat(first.at("/status")).isEqualTo("RAMPING_DOWN");
    assertThat(replayed(first)).isFalse();
    server.routes.confirm(true);
    server.settle();
    long writes = server.store.writes();
    for (@Nullable String body : new String[] {null, "", "{}"}) {
      Got again = keyed("k1", "cancel_promotion", body);
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.text()).isEqualTo(first.text());
      assertThat(replayed(again)).isTrue();
    }
    assertThat(server.store.writes()).isEqualTo(writes);
    assertThat(keyed("k2", "cancel_promotion", null).status()).isEqualTo(400);
  }

  @Test
  void aRepeatedPromoteStartsOnePromotion() {
    String second = server.deployment(model);
    Got first = keyed("k1", "promote", Bodies.promote(second));
    assertThat(first.status()).isEqualTo(200);
    Got again = keyed("k1", "promote", Bodies.promote(second));
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(replayed(again)).isTrue();
    server.settle();
    assertThat(server.get(env + "/promotions").json().requiredAt("/promotions").size())
        .as("the first deployment's, and this one")
        .isEqualTo(2);
  }

  @Test
  void aSignalIsRepeatedWithoutASecondLine() {
    canary();
    for (int i = 0; i < 3; i++) {
      assertThat(keyed("p", "pause_promotion", null).text()).isEqualTo("{\"success\":true}");
    }
    assertThat(keyed("r", "resume_promotion", null).status()).isEqualTo(200);
    assertThat(keyed("p", "pause_promotion", null).status()).isEqualTo(200);
    assertThat(server.get(env).at("/in_progress_promotion/status"))
        .as("the repeated pause has not paused again")
        .isEqualTo("RAMPING_UP");
  }

  @Test
  void anotherCallUnderTheSameKeyIsRefused() {
    canary();
    assertThat(keyed("k", "pause_promotion", null).status()).isEqualTo(200);
    for (String other : new String[] {"resume_promotion", "pause_promotion?reason=x"}) {
      Got got = keyed("k", other, null);
      assertThat(got.status()).as(other).isEqualTo(422);
      assertThat(got.at("/code")).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }
    assertThat(keyed("k", "pause_promotion", "{\"reason\":\"y\"}").status()).isEqualTo(422);
  }

  @Test
  void aRefusedCallDidNothingAndMayBeRepeated() {
    assertThat(keyed("k", "cancel_promotion", null).status()).isEqualTo(400);
    canary();
    Got got = keyed("k", "cancel_promotion", null);
    assertThat(got.at("/status")).isEqualTo("CANCELED");
    assertThat(replayed(got)).isFalse();
  }

  @Test
  void anAcceptedCallWhoseAnswerWasLostIsAnsweredFromHowThingsStand() {
    canary();
    assertThat(keyed("k", "cancel_promotion", null).status()).isEqualTo(200);
    String caller = server.key.substring(0, server.key.indexOf('.'));
    server.store.write(tx -> {
      IdempotentCall call = requireNonNull(tx.idempotentCalls().find(caller, "k"));
      tx.idempotentCalls().deleteBefore(server.time.instant().plusSeconds(1));
      tx.idempotentCalls()
          .insert(new IdempotentCall(call.key(), call.promotionId(), call.acceptedAt(), null));
    });
    Got got = keyed("k", "cancel_promotion", null);
    assertThat(got.at("/status")).isEqualTo("CANCELED");
    assertThat(replayed(got)).isTrue();
    assertThat(server.get(env + "/promotions/" + promotion()).text())
        .containsOnlyOnce("GRACEFUL_CANCEL");
  }

  @Test
  void aKeyIsForgottenAfterADay() {
    canary();
    assertThat(keyed("k", "cancel_promotion", null).status()).isEqualTo(200);
    server.time.advance(Idempotency.KEPT.plus(Duration.ofSeconds(1)));
    assertThat(keyed("k", "cancel_promotion", null).status())
        .as("a new call with nothing to cancel")
        .isEqualTo(400);
  }

  @Test
  void keysHaveLimits() {
    canary();
    for (String key : new String[] {"", " ", "a b", "x".repeat(256)}) {
      Got got = keyed(key, "pause_promotion", null);
      assertThat(got.status()).as(key).isEqualTo(400);
      assertThat(got.message()).contains("Idempotency-Key", "1 to 255");
    }
    String caller = server.key.substring(0, server.key.indexOf('.'));
    server.store.write(tx -> {
      for (int i = 0; i < Idempotency.MAX_PER_CALLER; i++) {
        var idempotencyKey = new IdempotencyKey(caller, "k" + i, "f");
        tx.idempotentCalls()
            .insert(new IdempotentCall(idempotencyKey, "p", server.time.instant(), null));
      }
    });
    Got full = keyed("one-more", "pause_promotion", null);
    assertThat(full.status()).isEqualTo(429);
    assertThat(full.message()).contains("10000 keys", "24 hours");
    assertThat(server.get(env).at("/in_progress_promotion/status")).isEqualTo("RAMPING_UP");
  }
}
