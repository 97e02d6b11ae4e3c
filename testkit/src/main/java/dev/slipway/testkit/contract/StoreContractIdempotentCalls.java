package dev.slipway.testkit.contract;

import static dev.slipway.testkit.contract.StoreContractRows.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.engine.port.store.IdempotencyKey;
import dev.slipway.engine.port.store.IdempotentCall;
import dev.slipway.engine.port.store.StoreException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The part of the contract about calls under an Idempotency-Key.
interface StoreContractIdempotentCalls extends StoreContractPart {
  private static IdempotentCall call(String caller, String key, Instant at) {
    return new IdempotentCall(new IdempotencyKey(caller, key, "f-" + key), "p1", at, null);
  }

  private @Nullable IdempotentCall found(String caller, String key) {
    return store().<@Nullable IdempotentCall>read(tx -> tx.idempotentCalls().find(caller, key));
  }

  @Test
  default void aCallIsKeptAndItsReplyIsAddedToTheLetter() {
    var call = call("k1", "a", T0);
    write(tx -> tx.idempotentCalls().insert(call));
    assertThat(found("k1", "a")).isEqualTo(call);
    assertThat(found("k2", "a")).isNull();
    assertThat(found("k1", "A")).isNull();
    var reply = new IdempotentCall.Reply(200, "{\"a\":\"\u2713\n\"}");
    write(tx -> tx.idempotentCalls().answer("k1", "a", reply));
    write(tx -> tx.idempotentCalls().answer("k1", "none", reply));
    assertThat(found("k1", "a")).isEqualTo(new IdempotentCall(call.key(), "p1", T0, reply));
    var whole = new IdempotentCall(new IdempotencyKey("k1", "b", ""), "p2", T0, reply);
    write(tx -> tx.idempotentCalls().insert(whole));
    assertThat(found("k1", "b")).isEqualTo(whole);
  }

  @Test
  default void aCallerHasOneCallOfAKey() {
    write(tx -> tx.idempotentCalls().insert(call("k1", "a", T0)));
    write(tx -> tx.idempotentCalls().insert(call("k2", "a", T0)));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> write(tx -> tx.idempotentCalls().insert(call("k1", "a", T0))))
        .withMessageContaining("Constraint idempotency_key:");
  }

  @Test
  default void callsAreCountedByCallerAndOldOnesGo() {
    write(tx -> {
      for (int i = 0; i < 3; i++) {
        tx.idempotentCalls().insert(call("k1", "a" + i, T0.plusSeconds(i)));
      }
      tx.idempotentCalls().insert(call("k2", "b", T0));
    });
    assertThat(counts()).containsExactly(3, 1, 0);
    write(tx -> tx.idempotentCalls().deleteBefore(T0));
    assertThat(counts()).containsExactly(3, 1, 0);
    write(tx -> tx.idempotentCalls().deleteBefore(T0.plusSeconds(2)));
    assertThat(counts()).containsExactly(1, 0, 0);
    assertThat(found("k1", "a2")).isNotNull();
  }

  private List<Integer> counts() {
    return list(tx ->
        List.of(
            tx.idempotentCalls().count("k1"),
            tx.idempotentCalls().count("k2"),
            tx.idempotentCalls().count("k3")));
  }
}
