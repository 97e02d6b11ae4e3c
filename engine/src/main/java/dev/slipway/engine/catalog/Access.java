package dev.slipway.engine.catalog;

import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.answer.Commit;
import dev.slipway.engine.history.AuditWriter;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.routes.KeyHash;
import dev.slipway.engine.port.routes.KeyRing;
import dev.slipway.engine.port.routes.Routes;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The API keys: creates, lists, revokes and checks them. Only hashes are kept; a key is shown
/// once.
public final class Access {
  /// The setting that holds the id of the workspace's team.
  public static final String TEAM_SETTING = "team_id";

  /// The most keys of one installation.
  public static final int MAX_KEYS = 1_000;

  /// Longest name of a key.
  public static final int MAX_NAME = 64;

  private final Store store;
  private final Routes routes;
  private final AuditWriter auditWriter;
  private final Ids ids;
  private final InstantSource time;
  private volatile KeyRing ring = KeyRing.EMPTY;

  public Access(Store store, Routes routes, AuditWriter auditWriter, Ids ids, InstantSource time) {
    this.store = store;
    this.routes = routes;
    this.auditWriter = auditWriter;
    this.ids = ids;
    this.time = time;
  }

  /// A key at the one moment when it can be read.
  ///
  /// @param secret the whole key, `prefix.secret`
  public record Fresh(ApiKey key, String secret) {
    @Override
    public String toString() {
      return "Fresh[" + key.prefix() + "]";
    }
  }

  /// The workspace's one team and its one user.
  ///
  /// @param createdAt when this installation was first started
  public record Workspace(String teamId, String userId, Instant createdAt) {}

  /// Reads the keys; to be called once at start, before anything is served.
  public void load() {
    publish();
  }

  /// @return null where no such key exists
  public @Nullable ApiKey authenticate(String rawKey) {
    return ring.find(rawKey);
  }

  /// All keys, oldest first.
  public List<ApiKey> keys() {
    return store.read(tx -> tx.keys().all());
  }

  public Answer<Fresh> create(
      @Nullable String name,
      ApiKey.Type type,
      List<String> modelIds,
      String teamId,
      AuditEvent.Actor actor) {
    Answer<Fresh> made =
        Commit.adding(
            store,
            tx -> {
              String problem = problem(tx, name, type, modelIds);
              if (problem != null) {
                return Answer.invalid(problem);
              }
              String raw = ids.apiKey();
              String prefix = raw.substring(0, raw.indexOf('.'));
              var key =
                  new ApiKey(prefix, KeyHash.of(raw), name, type, modelIds, teamId, time.instant());
              tx.keys().insert(key);
              auditWriter.audit(tx, null, new AuditEvent.ApiKeyCreated(audited(key)), actor);
              return Answer.ok(new Fresh(key, raw));
            });
    publish();
    return made;
  }

  /// Revokes a key: when this returns, no gateway and no handler accepts it for a new request.
  public Answer<String> revoke(String prefix, AuditEvent.Actor actor) {
    Answer<String> revoked =
        Commit.unlessRefused(
            store,
            tx -> {
              ApiKey old = tx.keys().find(prefix);
              if (old == null || !tx.keys().delete(prefix)) {
                return Answer.notFound("API key " + prefix + " does not exist.");
              }
              auditWriter.audit(tx, null, new AuditEvent.ApiKeyDeleted(audited(old)), actor);
              return Answer.ok(prefix);
            });
    publish();
    return revoked;
  }

  /// The workspace; it is made at the first call of an installation.
  public Workspace workspace() {
    Workspace known = store.read(Access::workspace);
    return known != null ? known : store.transact(this::found);
  }

  private Workspace found(Store.Tx tx) {
    Workspace known = workspace(tx);
    if (known != null) {
      return known;
    }
    var made = new Workspace(ids.next(), ids.next(), time.instant());
    tx.settings().put(TEAM_SETTING, made.teamId());
    tx.settings().put("user_id", made.userId());
    tx.settings().put("created_at", made.createdAt().toString());
    return made;
  }

  private static @Nullable Workspace workspace(Store.Tx tx) {
    String team = tx.settings().get(TEAM_SETTING);
    String user = tx.settings().get("user_id");
    String created = tx.settings().get("created_at");
    return team == null || user == null || created == null
        ? null
        : new Workspace(team, user, Instant.parse(created));
  }

  private static @Nullable String problem(
      Store.Tx tx, @Nullable String name, ApiKey.Type type, List<String> modelIds) {
    if (name != null && (name.length() > MAX_NAME || !name.matches("[a-z0-9][a-z0-9-]*"))) {
      return "name: expected 1 to %d of a-z 0-9 -, beginning with a letter or digit"
          .formatted(MAX_NAME);
    }
    for (ApiKey key : tx.keys().all()) {
      if (name != null && name.equals(key.name())) {
        return "name: the API key %s has the name '%s' (expected: another name; or delete that key first)"
            .formatted(key.prefix(), name);
      }
    }
    boolean mayLimit =
        type == ApiKey.Type.WORKSPACE_INVOKE || type == ApiKey.Type.WORKSPACE_EXPORT_METRICS;
    if (!modelIds.isEmpty() && !mayLimit) {
      return "model_ids: not for keys of type %s (expected: WORKSPACE_INVOKE or WORKSPACE_EXPORT_METRICS)"
          .formatted(type);
    }
    for (String id : modelIds) {
      if (tx.models().find(id) == null) {
        return "model_ids: model '" + id + "' does not exist";
      }
    }
    return tx.keys().all().size() >= MAX_KEYS
        ? "API keys: expected fewer than " + MAX_KEYS + "; delete those that are not used"
        : null;
  }

  private static AuditEvent.Key audited(ApiKey key) {
    return new AuditEvent.Key(key.prefix(), key.type(), !key.modelIds().isEmpty());
  }

  private synchronized void publish() {
    ring = KeyRing.of(store.read(tx -> tx.keys().all()));
    routes.apply(ring);
  }
}
