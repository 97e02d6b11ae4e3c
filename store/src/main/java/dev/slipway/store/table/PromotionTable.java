package dev.slipway.store.table;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.engine.port.store.PromotionEvent;
import dev.slipway.engine.port.store.PromotionRows;
import dev.slipway.store.jdbc.Limit;
import dev.slipway.store.jdbc.Prepared;
import dev.slipway.store.json.JsonColumns;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Promotions in SQL. What becomes of rows that cannot be read: [PromotionMapper].
record PromotionTable(SqlSession session) implements PromotionRows {
  private static final String INSERT =
      """
      INSERT INTO promotions (id, model_id, environment, previous, source, candidate, started_at,
        version, active, status, ended_at, terms, state)
      VALUES (:id, :model_id, :environment, :previous, :source, :candidate, :started_at,
        :version, :active, :status, :ended_at, :terms, :state)
      """;

  private static final String UPDATE =
      """
      UPDATE promotions
      SET model_id = :model_id, environment = :environment, previous = :previous, source = :source,
        candidate = :candidate, started_at = :started_at, version = :version, active = :active,
        status = :status, ended_at = :ended_at, terms = :terms, state = :state
      WHERE id = :id AND version = :version - 1
      """;

  private static final String FIND =
      """
      SELECT * FROM promotions WHERE id = :id
      """;

  private static final String LATEST =
      """
      SELECT * FROM promotions
      WHERE seq = coalesce(
        (SELECT seq FROM promotions
          WHERE model_id = :model_id AND environment = :environment AND active),
        (SELECT max(seq) FROM promotions
          WHERE model_id = :model_id AND environment = :environment))
      """;

  private static final String HISTORY =
      """
      SELECT * FROM promotions WHERE model_id = :model_id AND environment = :environment
      ORDER BY seq DESC LIMIT :limit
      """;

  private static final String ACTIVE =
      """
      SELECT * FROM promotions WHERE active ORDER BY seq
      """;

  @Override
  public void insert(Promotion promotion) {
    bind(session.write(INSERT), promotion).execute();
  }

  @Override
  public boolean update(Promotion promotion) {
    return bind(session.write(UPDATE), promotion).execute() == 1;
  }

  @Override
  public @Nullable Promotion find(String id) {
    return session.query(FIND).bind("id", id).one(mapper());
  }

  @Override
  public @Nullable Promotion latest(EnvironmentKey environment) {
    return session
        .query(LATEST)
        .bind("model_id", environment.modelId())
        .bind("environment", environment.name())
        .one(mapper());
  }

  @Override
  public List<Promotion> history(EnvironmentKey environment, int limit) {
    Limit.check(limit);
    return session
        .query(HISTORY)
        .bind("model_id", environment.modelId())
        .bind("environment", environment.name())
        .bind("limit", limit)
        .list(mapper());
  }

  @Override
  public List<Promotion> active() {
    return session.query(ACTIVE).list(mapper());
  }

  @Override
  public void append(PromotionEvent event) {
    new PromotionEventTable(session).append(event);
  }

  @Override
  public List<PromotionEvent> events(String promotionId) {
    return new PromotionEventTable(session).of(promotionId);
  }

  private PromotionMapper mapper() {
    return new PromotionMapper(session.fallbacks());
  }

  private Prepared bind(Prepared update, Promotion p) {
    session.touch(p.environment().modelId());
    PromotionState state = p.state();
    Long endedAt =
        state instanceof PromotionState.Terminal terminal ? Nanos.of(terminal.at()) : null;
    return update
        .bind("id", p.id())
        .bind("model_id", p.environment().modelId())
        .bind("environment", p.environment().name())
        .bind("previous", p.sides().previous())
        .bind("source", p.sides().source())
        .bind("candidate", p.sides().candidate())
        .bind("started_at", Nanos.of(p.terms().startedAt()))
        .bind("version", p.version())
        .bind("active", !state.isTerminal())
        .bind("status", state.status())
        .bind("ended_at", endedAt)
        .bind("terms", JsonColumns.write(p.terms()))
        .bind("state", JsonColumns.write(state));
  }
}
