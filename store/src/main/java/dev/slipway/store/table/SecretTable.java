package dev.slipway.store.table;

import dev.slipway.engine.port.store.Secret;
import dev.slipway.engine.port.store.SecretRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Secrets in SQL. A secret that is written over keeps its place in the order.
record SecretTable(SqlSession session) implements SecretRows {
  private static final String PUT =
      """
      INSERT INTO secrets (id, team_id, name, value, created_at)
      VALUES (:id, :team_id, :name, :value, :created_at)
      ON CONFLICT (team_id, name) DO UPDATE
      SET id = excluded.id, value = excluded.value, created_at = excluded.created_at
      """;

  private static final String FIND =
      """
      SELECT * FROM secrets WHERE team_id = :team_id AND name = :name
      """;

  private static final String OF_TEAM =
      """
      SELECT * FROM secrets WHERE team_id = :team_id ORDER BY seq
      """;

  private static final String DELETE =
      """
      DELETE FROM secrets WHERE team_id = :team_id AND name = :name
      """;

  @Override
  public void put(Secret secret) {
    session
        .write(PUT)
        .bind("id", secret.id())
        .bind("team_id", secret.teamId())
        .bind("name", secret.name())
        .bind("value", secret.value())
        .bind("created_at", Nanos.of(secret.createdAt()))
        .execute();
  }

  @Override
  public @Nullable Secret find(String teamId, String name) {
    return session.query(FIND).bind("team_id", teamId).bind("name", name).one(SecretTable::map);
  }

  @Override
  public List<Secret> ofTeam(String teamId) {
    return session.query(OF_TEAM).bind("team_id", teamId).list(SecretTable::map);
  }

  @Override
  public boolean delete(String teamId, String name) {
    return session.write(DELETE).bind("team_id", teamId).bind("name", name).execute() > 0;
  }

  private static Secret map(ResultSet row) throws SQLException {
    return new Secret(
        row.getString("id"),
        row.getString("team_id"),
        row.getString("name"),
        row.getString("value"),
        Nanos.toInstant(row.getLong("created_at")));
  }
}
