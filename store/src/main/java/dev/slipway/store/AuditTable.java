package dev.slipway.store;

import dev.slipway.engine.Audit;
import dev.slipway.engine.AuditEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import tools.jackson.core.type.TypeReference;

/// Audit events in SQL.
record AuditTable(Session session) implements Audit {
  private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

  private static final String APPEND =
      """
      INSERT INTO audit_events (id, at, type, model_id, data, key_prefix, key_name, client)
      VALUES (:id, :at, :type, :model_id, :data, :key_prefix, :key_name, :client)
      """;

  private static final String NEWEST =
      """
      SELECT id, at, type, model_id, data, key_prefix, key_name, client
      FROM audit_events ORDER BY seq DESC LIMIT :limit
      """;

  private static final String NEWEST_OF_MODEL =
      """
      SELECT id, at, type, model_id, data, key_prefix, key_name, client
      FROM audit_events WHERE model_id = :model_id ORDER BY seq DESC LIMIT :limit
      """;

  @Override
  public void append(AuditEvent event) {
    session
        .write(APPEND)
        .bind("id", event.id())
        .bind("at", Nanos.of(event.at()))
        .bind("type", event.type())
        .bind("model_id", event.modelId())
        .bind("data", Json.write(event.data()))
        .bind("key_prefix", event.actor().keyPrefix())
        .bind("key_name", event.actor().keyName())
        .bind("client", event.actor().client())
        .execute();
  }

  @Override
  public List<AuditEvent> newest(String modelId, int limit) {
    Limit.check(limit);
    Query query =
        modelId.isEmpty()
            ? session.query(NEWEST)
            : session.query(NEWEST_OF_MODEL).bind("model_id", modelId);
    return query.bind("limit", limit).map(AuditTable::map).list();
  }

  private static AuditEvent map(ResultSet row, StatementContext context) throws SQLException {
    String id = row.getString("id");
    return new AuditEvent(
        id,
        Nanos.toInstant(row.getLong("at")),
        row.getString("type"),
        row.getString("model_id"),
        Json.read(row.getString("data"), STRINGS, "audit_events, row " + id + ", column data"),
        new AuditEvent.Actor(
            row.getString("key_prefix"), row.getString("key_name"), row.getString("client")));
  }
}
