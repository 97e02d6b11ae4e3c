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
interface StoreContractStamps extends StoreContractPart {
  private static IdempotentCall call(String caller, String key, Instant at) {
    return new IdempotentCall(new IdempotencyKey(caller, key, "f-" + key), "p1", at, null);
  }

  private @Nullable IdempotentCall found(String caller, String key) {
    return store().<@Nullable IdempotentCall>read(tx -> tx.stampedCalls().find(caller, key));
  }

  @Test
  default void aCallIsKeptAndItsReplyIsAddedToTheLetter() {
    var call = call("k1", "a", T0);
    write(tx -> tx.stampedCalls().insert(call));
    assertThat(found("k1", "a")).isEqualTo(call);
    assertThat(found("k2", "a")).isNull();
    assertThat(found("k1", "A")).isNull();
    var reply = new IdempotentCall.Reply(200, "{\"a\":\"\u2713\n\"}");
    write(tx -> tx.stampedCalls().answer("k1", "a", reply));
    write(tx -> tx.stampedCalls().answer("k1", "none", reply));
    assertThat(found("k1", "a")).isEqualTo(new IdempotentCall(call.stamp(), "p1", T0, reply));
    var whole = new IdempotentCall(new IdempotencyKey("k1", "b", ""), "p2", T0, reply);
    write(tx -> tx.stampedCalls().insert(whole));
    assertThat(found("k1", "b")).isEqualTo(whole);
  }

  @Test
  default void aCallerHasOneCallOfAKey() {
    write(tx -> tx.stampedCalls().insert(call("k1", "a", T0)));
    write(tx -> tx.stampedCalls().insert(call("k2", "a", T0)));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> write(tx -> tx.stampedCalls().insert(call("k1", "a", T0))))
        .withMessageContaining("Constraint idempotency_key:");
  }

  @Test
  default void callsAreCountedByCallerAndOldOnesGo() {
    write(tx -> {
      for (int i = 0; i < 3; i++) {
        tx.stampedCalls().insert(call("k1", "a" + i, T0.plusSeconds(i)));
      }
      tx.stampedCalls().insert(call("k2", "b", T0));
    });
    assertThat(counts()).containsExactly(3, 1, 0);
    write(tx -> tx.stampedCalls().deleteBefore(T0));
    assertThat(counts()).containsExactly(3, 1, 0);
    write(tx -> tx.stampedCalls().deleteBefore(T0.plusSeconds(2)));
    assertThat(counts()).containsExactly(1, 0, 0);
    assertThat(found("k1", "a2")).isNotNull();
  }

  private List<Integer> counts() {
    return list(tx ->
        List.of(
            tx.stampedCalls().count("k1"),
            tx.stampedCalls().count("k2"),
            tx.stampedCalls().count("k3")));
  }
}
