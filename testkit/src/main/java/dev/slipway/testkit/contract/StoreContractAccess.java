package dev.slipway.testkit.contract;

import static dev.slipway.testkit.contract.StoreContractRows.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.Secret;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
    var three = event("a3", "m1", new AuditEvent.Actor("k1", null, null));
    write(tx -> List.of(one, two, three).forEach(tx.audit()::append));
    assertThat(list(tx -> tx.audit().newest(null, 9))).containsExactly(three, two, one);
    assertThat(list(tx -> tx.audit().newest(null, 1))).containsExactly(three);
    assertThat(list(tx -> tx.audit().newest("m1", 9))).containsExactly(three, one);
    assertThat(list(tx -> tx.audit().newest("m2", 1))).containsExactly(two);
    assertThat(list(tx -> tx.audit().newest("m3", 1))).isEmpty();
    assertThatThrownBy(() -> list(tx -> tx.audit().newest(null, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit: 0");
  }

  @Test
  default void theAuditIsWalkedInBothDirectionsFromAnyEvent() {
    write(tx -> {
      for (int i = 1; i <= 5; i++) {
        tx.audit().append(at("a" + i, i % 2 == 0 ? "m2" : "m1", i));
      }
    });
    assertThat(scan(null, true, Long.MAX_VALUE, 9)).containsExactly("a5", "a4", "a3", "a2", "a1");
    assertThat(scan(null, false, 0, 2)).containsExactly("a1", "a2");
    assertThat(scan("m1", true, Long.MAX_VALUE, 9)).containsExactly("a5", "a3", "a1");
    assertThat(scan("m2", false, 0, 9)).containsExactly("a2", "a4");
    var rows = list(tx -> tx.audit().scan(window(null, false, 0), 3));
    long third = rows.getLast().seq();
    assertThat(rows.getLast().entry()).isEqualTo(at("a3", "m1", 3));
    assertThat(scan(null, false, third, 9)).containsExactly("a4", "a5");
    assertThat(scan(null, true, third, 9)).containsExactly("a2", "a1");
    assertThat(scan("m1", true, third, 9)).containsExactly("a1");
    assertThat(scan("m1", false, third, 9)).containsExactly("a5");
    var middle = new Audit.Scan(null, false, 0, T0.plusSeconds(2), T0.plusSeconds(4));
    assertThat(list(tx -> tx.audit().scan(middle, 9)))
        .extracting(r -> r.entry().id())
        .containsExactly("a2", "a3", "a4");
  }

  @Test
  default void theAuditIsPrunedFromItsOldEndAndNeverWhole() {
    write(tx -> {
      for (int i = 1; i <= 6; i++) {
        tx.audit().append(at("a" + i, "m1", i));
      }
    });
    assertThat(prune(T0, 6, 9)).isZero();
    assertThat(prune(T0, 5, 9)).isEqualTo(1);
    assertThat(prune(T0.plusSeconds(4), 100, 1)).isEqualTo(1);
    assertThat(scan(null, false, 0, 9)).containsExactly("a3", "a4", "a5", "a6");
    assertThat(prune(T0.plusSeconds(4), 100, 9)).isEqualTo(1);
    long last = list(tx -> tx.audit().scan(window(null, true, Long.MAX_VALUE), 1)).getFirst().seq();
    assertThat(prune(T0.plusSeconds(99), 1, 9)).isEqualTo(2);
    assertThat(scan(null, false, 0, 9)).containsExactly("a6");
    write(tx -> tx.audit().append(at("a7", "m1", 7)));
    assertThat(scan(null, false, last, 9)).containsExactly("a7");
  }

  private int prune(Instant before, int keep, int limit) {
    return store().<Integer>transact(tx -> tx.audit().prune(before, keep, limit));
  }

  private List<String> scan(@Nullable String model, boolean down, long after, int limit) {
    return list(tx -> tx.audit().scan(window(model, down, after), limit)).stream()
        .map(r -> r.entry().id())
        .toList();
  }

  private static Audit.Scan window(@Nullable String model, boolean down, long after) {
    return new Audit.Scan(model, down, after, Instant.EPOCH, T0.plusSeconds(1_000));
  }

  private static Audit.Entry at(String id, String model, int second) {
    var when = T0.plusSeconds(second);
    return new Audit.Entry(
        id, when, model, new AuditEvent.ModelDeleted(null), AuditEvent.Actor.SYSTEM);
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

  private static Audit.Entry event(String id, String model, AuditEvent.Actor actor) {
    var subject = new AuditEvent.Subject("\u00e9", "d1", null);
    return new Audit.Entry(
        id, T0, model, new AuditEvent.DeploymentPushed(subject, null, true, false), actor);
  }
}
