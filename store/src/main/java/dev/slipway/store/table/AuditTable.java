package dev.slipway.store.table;

import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.FormerAuditEvents;
import dev.slipway.store.jdbc.Limit;
import dev.slipway.store.jdbc.Prepared;
import dev.slipway.store.json.JsonColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/// Audit events in SQL.
record AuditTable(SqlSession session) implements Audit {
  private static final TypeReference<AuditEvent> EVENT = new TypeReference<>() {};

  private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

  private static final String APPEND =
      """
      INSERT INTO audit_events (id, at, type, model_id, data, key_prefix, key_name, client)
      VALUES (:id, :at, :type, :model_id, :data, :key_prefix, :key_name, :client)
      """;

  private static final String NEWEST =
      """
      SELECT * FROM audit_events ORDER BY seq DESC LIMIT :limit
      """;

  private static final String NEWEST_OF_MODEL =
      """
      SELECT * FROM audit_events WHERE model_id = :model_id ORDER BY seq DESC LIMIT :limit
      """;

  private static final String SCAN_DOWN =
      """
      SELECT * FROM audit_events WHERE seq < :after AND at BETWEEN :from AND :to
      ORDER BY seq DESC LIMIT :limit
      """;

  private static final String SCAN_UP =
      """
      SELECT * FROM audit_events WHERE seq > :after AND at BETWEEN :from AND :to
      ORDER BY seq LIMIT :limit
      """;

  private static final String SCAN_DOWN_OF_MODEL =
      """
      SELECT * FROM audit_events
      WHERE model_id = :model_id AND seq < :after AND at BETWEEN :from AND :to
      ORDER BY seq DESC LIMIT :limit
      """;

  private static final String SCAN_UP_OF_MODEL =
      """
      SELECT * FROM audit_events
      WHERE model_id = :model_id AND seq > :after AND at BETWEEN :from AND :to
      ORDER BY seq LIMIT :limit
      """;

  private static final String PRUNE_OLD =
      """
      DELETE FROM audit_events
      WHERE seq < (SELECT min(seq) FROM audit_events) + :limit
        AND seq < (SELECT max(seq) FROM audit_events) AND at < :before
      """;

  private static final String PRUNE_MANY =
      """
      DELETE FROM audit_events
      WHERE seq < (SELECT min(seq) FROM audit_events) + :limit
        AND seq <= (SELECT max(seq) FROM audit_events) - :keep
      """;

  @Override
  public void append(Entry entry) {
    session
        .write(APPEND)
        .bind("id", entry.id())
        .bind("at", Nanos.of(entry.at()))
        .bind("type", entry.event().type())
        .bind("model_id", orEmpty(entry.modelId()))
        .bind("data", JsonColumns.write(entry.event()))
        .bind("key_prefix", orEmpty(entry.actor().keyPrefix()))
        .bind("key_name", orEmpty(entry.actor().keyName()))
        .bind("client", orEmpty(entry.actor().client()))
        .execute();
  }

  @Override
  public List<Entry> newest(@Nullable String modelId, int limit) {
    Limit.check(limit);
    Prepared query =
        modelId == null
            ? session.query(NEWEST)
            : session.query(NEWEST_OF_MODEL).bind("model_id", modelId);
    return query.bind("limit", limit).list(this::map);
  }

  @Override
  public List<Row> scan(Scan scan, int limit) {
    Limit.check(limit);
    boolean all = scan.modelId() == null;
    String sql =
        scan.newestFirst()
            ? all ? SCAN_DOWN : SCAN_DOWN_OF_MODEL
            : all ? SCAN_UP : SCAN_UP_OF_MODEL;
    Prepared query = all ? session.query(sql) : session.query(sql).bind("model_id", scan.modelId());
    return query
        .bind("after", scan.after())
        .bind("from", Nanos.of(scan.from()))
        .bind("to", Nanos.of(scan.to()))
        .bind("limit", limit)
        .list(row -> new Row(row.getLong("seq"), map(row)));
  }

  @Override
  public int prune(Instant before, int keep, int limit) {
    Limit.check(keep);
    Limit.check(limit);
    int old =
        session.write(PRUNE_OLD).bind("before", Nanos.of(before)).bind("limit", limit).execute();
    return old + session.write(PRUNE_MANY).bind("keep", keep).bind("limit", limit).execute();
  }

  private Entry map(ResultSet row) throws SQLException {
    return new Entry(
        row.getString("id"),
        Nanos.toInstant(row.getLong("at")),
        orNull(row.getString("model_id")),
        event(row),
        new AuditEvent.Actor(
            orNull(row.getString("key_prefix")),
            orNull(row.getString("key_name")),
            orNull(row.getString("client"))));
  }

  private AuditEvent event(ResultSet row) throws SQLException {
    String type = row.getString("type");
    String data = row.getString("data");
    String where = "audit_events, row " + row.getString("id") + ", column data";
    // Every event is stored with its type first. Those of versions 1 and 2 have none.
    if (data.startsWith("{\"type\":")) {
      AuditEvent event = session.fallbacks().readOrNull(data, EVENT, where);
      return event == null ? new AuditEvent.Unknown(type) : event;
    }
    Map<String, String> facts = session.fallbacks().readOrNull(data, STRINGS, where);
    return facts == null ? new AuditEvent.Unknown(type) : FormerAuditEvents.read(type, facts);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
