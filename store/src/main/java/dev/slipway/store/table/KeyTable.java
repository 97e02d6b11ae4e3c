package dev.slipway.store.table;

import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.store.Keys;
import dev.slipway.store.json.JsonColumns;
import dev.slipway.store.json.UnreadableColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/// API keys in SQL.
record KeyTable(SqlSession session) implements Keys {
  private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

  private static final String INSERT =
      """
      INSERT INTO api_keys (prefix, hash, name, type, model_ids, team_id, created_at)
      VALUES (:prefix, :hash, :name, :type, :model_ids, :team_id, :created_at)
      """;

  private static final String FIND =
      """
      SELECT * FROM api_keys WHERE prefix = :prefix
      """;

  private static final String ALL =
      """
      SELECT * FROM api_keys ORDER BY seq
      """;

  private static final String DELETE =
      """
      DELETE FROM api_keys WHERE prefix = :prefix
      """;

  @Override
  public void insert(ApiKey key) {
    session
        .write(INSERT)
        .bind("prefix", key.prefix())
        .bind("hash", key.hash())
        .bind("name", key.name())
        .bind("type", key.type().name())
        .bind("model_ids", JsonColumns.write(key.modelIds()))
        .bind("team_id", key.teamId())
        .bind("created_at", Nanos.of(key.createdAt()))
        .execute();
  }

  @Override
  public @Nullable ApiKey find(String prefix) {
    return session.query(FIND).bind("prefix", prefix).one(KeyTable::map);
  }

  @Override
  public List<ApiKey> all() {
    return session.query(ALL).list(KeyTable::map);
  }

  @Override
  public boolean delete(String prefix) {
    return session.write(DELETE).bind("prefix", prefix).execute() > 0;
  }

  private static ApiKey map(ResultSet row) throws SQLException {
    String where = "api_keys, row " + row.getString("prefix");
    return new ApiKey(
        row.getString("prefix"),
        row.getString("hash"),
        row.getString("name"),
        type(row.getString("type"), where),
        JsonColumns.read(row.getString("model_ids"), STRINGS, where + ", column model_ids"),
        row.getString("team_id"),
        Nanos.toInstant(row.getLong("created_at")));
  }

  /// No safe value exists for what a key may do: an unknown one is an error.
  private static ApiKey.Type type(String name, String where) {
    try {
      return ApiKey.Type.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new UnreadableColumn(where + ", column type", e);
    }
  }
}
