package dev.slipway.store.table;

import dev.slipway.domain.deployment.Model;
import dev.slipway.engine.port.store.Models;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Models in SQL.
record ModelTable(SqlSession session) implements Models {
  private static final String INSERT =
      """
      INSERT INTO models (id, team_id, name, created_at, download_disabled)
      VALUES (:id, :team_id, :name, :created_at, :download_disabled)
      """;

  private static final String FIND =
      """
      SELECT * FROM models WHERE id = :id
      """;

  private static final String ALL =
      """
      SELECT * FROM models ORDER BY seq
      """;

  private static final String RENAME =
      """
      UPDATE models SET name = :name WHERE id = :id
      """;

  private static final String DELETE =
      """
      DELETE FROM models WHERE id = :id
      """;

  @Override
  public void insert(Model model) {
    session.touch(model.id());
    session
        .write(INSERT)
        .bind("id", model.id())
        .bind("team_id", model.teamId())
        .bind("name", model.name())
        .bind("created_at", Nanos.of(model.createdAt()))
        .bind("download_disabled", model.downloadDisabled())
        .execute();
  }

  @Override
  public @Nullable Model find(String id) {
    return session.query(FIND).bind("id", id).one(ModelTable::map);
  }

  @Override
  public List<Model> all() {
    return session.query(ALL).list(ModelTable::map);
  }

  @Override
  public void rename(String id, String name) {
    session.touch(id);
    session.write(RENAME).bind("id", id).bind("name", name).execute();
  }

  @Override
  public void delete(String id) {
    session.touch(id);
    session.write(DELETE).bind("id", id).execute();
  }

  private static Model map(ResultSet row) throws SQLException {
    return new Model(
        row.getString("id"),
        row.getString("name"),
        row.getString("team_id"),
        Nanos.toInstant(row.getLong("created_at")),
        row.getBoolean("download_disabled"));
  }
}
