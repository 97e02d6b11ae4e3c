package dev.slipway.testkit;

import static dev.slipway.testkit.StoreContractRows.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.engine.ApiKey;
import dev.slipway.engine.AuditEvent;
import dev.slipway.engine.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The part of the contract about keys, secrets, the audit and settings.
interface StoreContractAccess extends StoreContractPart {
  @Test
  default void everyTypeOfKeyIsKept() {
    for (var type : ApiKey.Type.values()) {
      var key = new ApiKey(type.name(), "hash", "ci", type, List.of("m2", "m1"), "t", T0);
      write(tx -> tx.keys().insert(key));
      assertThat(store().<ApiKey>read(tx -> tx.keys().find(type.name()))).isEqualTo(key);
    }
    assertThat(list(tx -> tx.keys().all()))
        .extracting(ApiKey::type)
        .containsExactly(ApiKey.Type.values());
  }

  @Test
  default void aKeyWithoutNameOrLimitsIsKeptAndCanBeDeletedOnce() {
    var key = new ApiKey("k1", "hash", null, ApiKey.Type.PERSONAL, List.of(), "t", T0);
    write(tx -> tx.keys().insert(key));
    assertThat(store().<ApiKey>read(tx -> tx.keys().find("k1"))).isEqualTo(key);
    assertThat(store().<Boolean>transact(tx -> tx.keys().delete("k1"))).isTrue();
    assertThat(store().<Boolean>transact(tx -> tx.keys().delete("k1"))).isFalse();
    assertThat(store().<Boolean>read(tx -> tx.keys().find("k1") == null)).isTrue();
  }

  @Test
  default void aSecretIsWrittenOverInItsPlace() {
    var first = new Secret("s1", "t1", "b", "old", T0);
    var second = new Secret("s2", "t1", "a", "\u2713\n x", T0);
    var elsewhere = new Secret("s3", "t2", "b", "", T0);
    write(tx -> List.of(first, second, elsewhere).forEach(tx.secrets()::put));
    var again = new Secret("s4", "t1", "b", "new", T0.plusSeconds(1));
    write(tx -> tx.secrets().put(again));
    assertThat(list(tx -> tx.secrets().ofTeam("t1"))).containsExactly(again, second);
    assertThat(store().<Secret>read(tx -> tx.secrets().find("t2", "b"))).isEqualTo(elsewhere);
    assertThat(store().<Boolean>read(tx -> tx.secrets().find("t2", "a") == null)).isTrue();
  }

  @Test
  default void aSecretCanBeDeletedOnce() {
    write(tx -> tx.secrets().put(new Secret("s1", "t1", "a", "v", T0)));
    assertThat(store().<Boolean>transact(tx -> tx.secrets().delete("t2", "a"))).isFalse();
    assertThat(store().<Boolean>transact(tx -> tx.secrets().delete("t1", "a"))).isTrue();
    assertThat(store().<Boolean>transact(tx -> tx.secrets().delete("t1", "a"))).isFalse();
    assertThat(list(tx -> tx.secrets().ofTeam("t1"))).isEmpty();
  }

  @Test
  default void theAuditIsNewestFirstOfOneModelOrOfAll() {
    var one = event("a1", "m1", AuditEvent.Actor.SYSTEM);
    var two = event("a2", "m2", new AuditEvent.Actor("k1", "ci", "curl/8"));
    var three = event("a3", "m1", new AuditEvent.Actor("k1", "", ""));
    write(tx -> List.of(one, two, three).forEach(tx.audit()::append));
    assertThat(list(tx -> tx.audit().newest("", 9))).containsExactly(three, two, one);
    assertThat(list(tx -> tx.audit().newest("", 1))).containsExactly(three);
    assertThat(list(tx -> tx.audit().newest("m1", 9))).containsExactly(three, one);
    assertThat(list(tx -> tx.audit().newest("m2", 1))).containsExactly(two);
    assertThat(list(tx -> tx.audit().newest("m3", 1))).isEmpty();
    assertThatThrownBy(() -> list(tx -> tx.audit().newest("", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit: 0");
  }

  @Test
  default void settingsAreKeptAndWrittenOver() {
    assertThat(store().<Boolean>read(tx -> tx.settings().get("team") == null)).isTrue();
    write(tx -> tx.settings().put("team", "t1"));
    write(tx -> tx.settings().put("team", ""));
    write(tx -> tx.settings().put("x".repeat(64), "other"));
    assertThat(store().<String>read(tx -> tx.settings().get("team"))).isEmpty();
    assertThat(store().<String>read(tx -> tx.settings().get("x".repeat(64)))).isEqualTo("other");
    for (var name : List.of("", "x".repeat(65))) {
      assertThatThrownBy(() -> write(tx -> tx.settings().put(name, "v")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 64 characters");
    }
  }

  private static AuditEvent event(String id, String model, AuditEvent.Actor actor) {
    return new AuditEvent(id, T0, "MODEL_DEPLOYED", model, Map.of("b", "2", "a", "\u00e9"), actor);
  }
}
