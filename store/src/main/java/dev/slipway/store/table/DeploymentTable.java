package dev.slipway.store.table;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.Deployment.Placement;
import dev.slipway.domain.deployment.Deployment.Source;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.port.store.Deployments;
import dev.slipway.store.jdbc.Prepared;
import dev.slipway.store.json.JsonColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Deployments in SQL. A row whose phase or autoscaling cannot be read comes back as live, with the
/// autoscaling defaults: what runs goes on running. One whose source cannot be read is left out of
/// the lists, and an error where it is asked for by its id, because nothing can be started from it.
record DeploymentTable(SqlSession session) implements Deployments {
  private static final String INSERT =
      """
      INSERT INTO deployments (id, model_id, name, created_at, environment, development,
        instance_type, backpressure, desired_replicas, source, autoscaling, phase)
      VALUES (:id, :model_id, :name, :created_at, :environment, :development,
        :instance_type, :backpressure, :desired_replicas, :source, :autoscaling, :phase)
      """;

  private static final String UPDATE =
      """
      UPDATE deployments
      SET model_id = :model_id, name = :name, created_at = :created_at, environment = :environment,
        development = :development, instance_type = :instance_type, backpressure = :backpressure,
        desired_replicas = :desired_replicas, source = :source, autoscaling = :autoscaling,
        phase = :phase
      WHERE id = :id
      """;

  private static final String FIND =
      """
      SELECT * FROM deployments WHERE id = :id
      """;

  private static final String OF_MODEL =
      """
      SELECT * FROM deployments WHERE model_id = :model_id ORDER BY seq
      """;

  private static final String ALL =
      """
      SELECT * FROM deployments ORDER BY seq
      """;

  private static final String ALL_IDS =
      """
      SELECT id FROM deployments ORDER BY seq
      """;

  private static final String MODEL_OF =
      """
      SELECT model_id FROM deployments WHERE id = :id
      """;

  private static final String DELETE =
      """
      DELETE FROM deployments WHERE id = :id
      """;

  private static final String DELETED =
      """
      SELECT id, artifact FROM deleted_deployments ORDER BY seq
      """;

  private static final String FORGET =
      """
      DELETE FROM deleted_deployments WHERE id = :id
      """;

  @Override
  public void insert(Deployment deployment) {
    bind(session.write(INSERT), deployment).execute();
  }

  @Override
  public void update(Deployment deployment) {
    int rows = bind(session.write(UPDATE), deployment).execute();
    if (rows != 1) {
      throw new IllegalStateException(
          "deployment " + deployment.id() + ": no row to update (expected: one)");
    }
  }

  @Override
  public @Nullable Deployment find(String id) {
    return session.query(FIND).bind("id", id).one(this::map);
  }

  @Override
  public List<Deployment> ofModel(String modelId) {
    return session.query(OF_MODEL).bind("model_id", modelId).list(this::readable).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public List<Deployment> all() {
    return session.query(ALL).list(this::readable).stream().flatMap(Optional::stream).toList();
  }

  @Override
  public List<String> ids() {
    return session.query(ALL_IDS).list(row -> row.getString("id"));
  }

  @Override
  public List<Deleted> deleted() {
    return session
        .query(DELETED)
        .list(row -> deleted(row.getString("id"), row.getString("artifact")));
  }

  /// @param artifact empty: the deleted row could not be read
  private static Deleted deleted(String id, String artifact) {
    return new Deleted(id, artifact.isEmpty() ? null : artifact);
  }

  @Override
  public void forget(String id) {
    session.write(FORGET).bind("id", id).execute();
  }

  @Override
  public void delete(String id) {
    session.query(MODEL_OF).bind("id", id).each(row -> row.getString(1), session::touch);
    session.write(DELETE).bind("id", id).execute();
  }

  private Prepared bind(Prepared update, Deployment d) {
    session.touch(d.modelId());
    Placement p = d.placement();
    Backpressure backpressure = p.backpressure();
    return update
        .bind("id", d.id())
        .bind("model_id", d.modelId())
        .bind("name", d.name())
        .bind("created_at", Nanos.of(d.createdAt()))
        .bind("environment", p.environment())
        .bind("development", p.development())
        .bind("instance_type", p.instanceType())
        .bind("backpressure", backpressure == null ? null : backpressure.name())
        .bind("desired_replicas", p.desiredReplicas())
        .bind("source", JsonColumns.write(d.source()))
        .bind("autoscaling", JsonColumns.write(p.autoscaling()))
        .bind("phase", JsonColumns.write(d.phase()));
  }

  /// Empty, and logged once, where the source cannot be read: one broken row must not take the
  /// others out of service.
  private Optional<Deployment> readable(ResultSet row) throws SQLException {
    Source source =
        session.fallbacks().readOrNull(row.getString("source"), Source.class, where(row));
    return source == null ? Optional.empty() : Optional.of(deployment(row, source));
  }

  private Deployment map(ResultSet row) throws SQLException {
    return deployment(row, JsonColumns.read(row.getString("source"), Source.class, where(row)));
  }

  private static String where(ResultSet row) throws SQLException {
    return "deployments, row " + row.getString("id") + ", column source";
  }

  private Deployment deployment(ResultSet row, Source source) throws SQLException {
    String id = row.getString("id");
    Instant createdAt = Nanos.toInstant(row.getLong("created_at"));
    DeploymentPhase phase =
        session
            .fallbacks()
            .read(
                row.getString("phase"),
                DeploymentPhase.class,
                "deployments, row " + id + ", column phase",
                new DeploymentPhase.Live(createdAt));
    return new Deployment(
        id,
        row.getString("model_id"),
        row.getString("name"),
        createdAt,
        source,
        placement(row, id),
        phase);
  }

  private Placement placement(ResultSet row, String id) throws SQLException {
    AutoscalingSettings autoscaling =
        session
            .fallbacks()
            .read(
                row.getString("autoscaling"),
                AutoscalingSettings.class,
                "deployments, row " + id + ", column autoscaling",
                AutoscalingSettings.DEFAULT);
    return new Placement(
        row.getString("environment"),
        row.getBoolean("development"),
        row.getString("instance_type"),
        autoscaling,
        backpressure(row.getString("backpressure")),
        row.getInt("desired_replicas"));
  }

  /// A name that this version does not know is read as none, which is the default.
  private static @Nullable Backpressure backpressure(@Nullable String name) {
    for (Backpressure known : Backpressure.values()) {
      if (known.name().equals(name)) {
        return known;
      }
    }
    return null;
  }
}
