package dev.slipway.engine.catalog;

import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.answer.Commit;
import dev.slipway.engine.history.AuditWriter;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.Secret;
import dev.slipway.engine.port.store.Store;
import java.time.InstantSource;
import java.util.List;

/// Named values for replicas. A value that was written is never shown again.
public final class SecretBox {
  /// The most secrets of one team, and of one deployment.
  public static final int MAX_SECRETS = 1_000;

  /// Longest value, in characters.
  public static final int MAX_VALUE = 65_536;

  private final Store store;
  private final AuditWriter auditWriter;
  private final Ids ids;
  private final InstantSource time;

  public SecretBox(Store store, AuditWriter auditWriter, Ids ids, InstantSource time) {
    this.store = store;
    this.auditWriter = auditWriter;
    this.ids = ids;
    this.time = time;
  }

  /// The secrets of a team, oldest first.
  public List<Secret> ofTeam(String teamId) {
    return store.read(tx -> tx.secrets().ofTeam(teamId));
  }

  /// Writes a secret, over an older one of the same name. Replicas that start from now on get it.
  public Answer<Secret> put(String teamId, String name, String value, AuditEvent.Actor actor) {
    if (name.isBlank() || name.length() > Names.MAX_LENGTH || !name.matches("[A-Za-z0-9_.-]+")) {
      return Answer.invalid(
          "name: expected 1 to %d of A-Z a-z 0-9 - _ .".formatted(Names.MAX_LENGTH));
    }
    int length = value.codePointCount(0, value.length());
    if (length > MAX_VALUE) {
      return Answer.invalid(
          "value: %d characters (expected: at most %d)".formatted(length, MAX_VALUE));
    }
    return Commit.adding(
        store,
        tx -> {
          Secret old = tx.secrets().find(teamId, name);
          if (old == null && tx.secrets().ofTeam(teamId).size() >= MAX_SECRETS) {
            return Answer.invalid("secrets: expected fewer than " + MAX_SECRETS);
          }
          var secret =
              old == null
                  ? new Secret(ids.next(), teamId, name, value, time.instant())
                  : new Secret(old.id(), teamId, name, value, old.createdAt());
          tx.secrets().put(secret);
          auditWriter.audit(
              tx, null, new AuditEvent.SecretUpdated(secret.id(), secret.name()), actor);
          return Answer.ok(secret);
        });
  }

  public Answer<String> delete(String teamId, String name, AuditEvent.Actor actor) {
    return Commit.unlessRefused(
        store,
        tx -> {
          Secret old = tx.secrets().find(teamId, name);
          if (old == null || !tx.secrets().delete(teamId, name)) {
            return Answer.notFound("Secret " + name + " does not exist.");
          }
          auditWriter.audit(tx, null, new AuditEvent.SecretDeleted(old.id(), old.name()), actor);
          return Answer.ok(name);
        });
  }
}
