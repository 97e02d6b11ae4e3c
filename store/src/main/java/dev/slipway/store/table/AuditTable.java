package dev.slipway.store.table;

import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.store.jdbc.Limit;
import dev.slipway.store.jdbc.Prepared;
import dev.slipway.store.json.JsonColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/// Audit events in SQL.
record AuditTable(SqlSession session) implements Audit {
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
  public void append(AuditEvent event) {
    session
        .write(APPEND)
        .bind("id", event.id())
        .bind("at", Nanos.of(event.at()))
        .bind("type", event.type())
        .bind("model_id", event.modelId())
        .bind("data", JsonColumns.write(event.data()))
        .bind("key_prefix", event.actor().keyPrefix())
        .bind("key_name", event.actor().keyName())
        .bind("client", event.actor().client())
        .execute();
  }

  @Override
  public List<AuditEvent> newest(String modelId, int limit) {
    Limit.check(limit);
    Prepared query =
        modelId.isEmpty()
            ? session.query(NEWEST)
            : session.query(NEWEST_OF_MODEL).bind("model_id", modelId);
    return query.bind("limit", limit).list(AuditTable::map);
  }

  @Override
  public List<Row> scan(Scan scan, int limit) {
    Limit.check(limit);
    boolean all = scan.modelId().isEmpty();
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

  private static AuditEvent map(ResultSet row) throws SQLException {
    String id = row.getString("id");
    return new AuditEvent(
        id,
        Nanos.toInstant(row.getLong("at")),
        row.getString("type"),
        row.getString("model_id"),
        JsonColumns.read(
            row.getString("data"), STRINGS, "audit_events, row " + id + ", column data"),
        new AuditEvent.Actor(
            row.getString("key_prefix"), row.getString("key_name"), row.getString("client")));
  }
}
