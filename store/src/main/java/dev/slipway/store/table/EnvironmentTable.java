package dev.slipway.store.table;

import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.port.store.Environments;
import dev.slipway.store.jdbc.Prepared;
import dev.slipway.store.json.JsonColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Environments in SQL. A row whose split cannot be read comes back with all traffic on its current
/// deployment, under the generation that is written; one whose settings cannot be read comes back
/// with the defaults, because its traffic matters more than its settings.
record EnvironmentTable(SqlSession session) implements Environments {
  private static final String INSERT =
      """
      INSERT INTO environments (model_id, name, created_at, current, candidate, generation, split,
        settings)
      VALUES (:model_id, :name, :created_at, :current, :candidate, :generation, :split, :settings)
      """;

  private static final String UPDATE =
      """
      UPDATE environments
      SET created_at = :created_at, current = :current, candidate = :candidate,
        generation = :generation, split = :split, settings = :settings
      WHERE model_id = :model_id AND name = :name
      """;

  private static final String FIND =
      """
      SELECT * FROM environments WHERE model_id = :model_id AND name = :name
      """;

  private static final String OF_MODEL =
      """
      SELECT * FROM environments WHERE model_id = :model_id ORDER BY seq
      """;

  private static final String ALL =
      """
      SELECT * FROM environments ORDER BY seq
      """;

  private static final String DELETE =
      """
      DELETE FROM environments WHERE model_id = :model_id AND name = :name
      """;

  @Override
  public void insert(Environment environment) {
    bind(session.write(INSERT), environment).execute();
  }

  @Override
  public void update(Environment environment) {
    int rows = bind(session.write(UPDATE), environment).execute();
    if (rows != 1) {
      throw new IllegalStateException(
          "environment " + environment.key() + ": no row to update (expected: one)");
    }
  }

  @Override
  public @Nullable Environment find(EnvironmentKey key) {
    return session
        .query(FIND)
        .bind("model_id", key.modelId())
        .bind("name", key.name())
        .one(this::map);
  }

  @Override
  public List<Environment> ofModel(String modelId) {
    return session.query(OF_MODEL).bind("model_id", modelId).list(this::map);
  }

  @Override
  public List<Environment> all() {
    return session.query(ALL).list(this::map);
  }

  @Override
  public void delete(EnvironmentKey key) {
    session.touch(key.modelId());
    session.write(DELETE).bind("model_id", key.modelId()).bind("name", key.name()).execute();
  }

  private Prepared bind(Prepared update, Environment e) {
    session.touch(e.key().modelId());
    return update
        .bind("model_id", e.key().modelId())
        .bind("name", e.key().name())
        .bind("created_at", Nanos.of(e.createdAt()))
        .bind("current", e.current())
        .bind("candidate", e.candidate())
        .bind("generation", e.routing().generation())
        .bind("split", JsonColumns.write(e.routing().split()))
        .bind("settings", JsonColumns.write(e.settings()));
  }

  private Environment map(ResultSet row) throws SQLException {
    var key = new EnvironmentKey(row.getString("model_id"), row.getString("name"));
    String current = row.getString("current");
    Split stable = current == null ? new Split.None() : new Split.Whole(current);
    Split split =
        session
            .fallbacks()
            .read(
                row.getString("split"),
                Split.class,
                "environments, row " + key + ", column split",
                stable);
    return new Environment(
        key,
        Nanos.toInstant(row.getLong("created_at")),
        current,
        row.getString("candidate"),
        new Routing(row.getLong("generation"), split),
        settings(row.getString("settings"), key));
  }

  private Environment.Settings settings(String text, EnvironmentKey key) {
    return session
        .fallbacks()
        .read(
            text,
            Environment.Settings.class,
            "environments, row " + key + ", column settings",
            new Environment.Settings(
                AutoscalingSettings.DEFAULT, PromotionSettings.DEFAULT, "", null));
  }
}
