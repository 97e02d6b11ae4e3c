package dev.slipway.store.table;

import dev.slipway.domain.async.AsyncRequest;
import dev.slipway.domain.async.AsyncTarget;
import dev.slipway.engine.port.store.AsyncRows;
import dev.slipway.store.jdbc.Limit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asynchronous requests in SQL.
record AsyncTable(SqlSession session) implements AsyncRows {
  private static final String INSERT =
      """
      INSERT INTO async_requests (id, model_id, kind, name, deployment_id, created_at, priority,
        max_queued, max_attempts, initial_delay, max_delay, webhook, status, status_at, due_at,
        expires_at, attempts, error_code, error_message, webhook_status, webhook_attempts,
        webhook_at, settled_at)
      VALUES (:id, :model_id, :kind, :name, :deployment_id, :created_at, :priority,
        :max_queued, :max_attempts, :initial_delay, :max_delay, :webhook, :status, :status_at,
        :due_at, :expires_at, :attempts, :error_code, :error_message, :webhook_status,
        :webhook_attempts, :webhook_at, :settled_at)
      """;

  private static final String UPDATE =
      """
      UPDATE async_requests
      SET deployment_id = :deployment_id, status = :status, status_at = :status_at,
        due_at = :due_at, expires_at = :expires_at, attempts = :attempts,
        error_code = :error_code, error_message = :error_message,
        webhook_status = :webhook_status, webhook_attempts = :webhook_attempts,
        webhook_at = :webhook_at, settled_at = :settled_at
      WHERE id = :id
      """;

  private static final String FIND =
      """
      SELECT * FROM async_requests WHERE id = :id
      """;

  private static final String COUNT =
      """
      SELECT count(*) FROM async_requests
      WHERE status = :status AND model_id = :model_id AND kind = :kind AND name = :name
      """;

  private static final String WAITING =
      """
      SELECT model_id, kind, name, count(*) AS waiting, min(due_at) AS due_at
      FROM async_requests WHERE status = 'QUEUED' GROUP BY model_id, kind, name
      """;

  private static final String DUE =
      """
      SELECT * FROM async_requests
      WHERE status = 'QUEUED' AND model_id = :model_id AND kind = :kind AND name = :name
        AND due_at <= :now
      ORDER BY priority, seq LIMIT :limit
      """;

  private static final String IN_PROGRESS =
      """
      SELECT * FROM async_requests WHERE status = 'IN_PROGRESS' LIMIT :limit
      """;

  private static final String QUEUED_BY_EXPIRY =
      """
      SELECT * FROM async_requests WHERE status = 'QUEUED' ORDER BY expires_at, seq LIMIT :limit
      """;

  private static final String WEBHOOK_DUE =
      """
      SELECT * FROM async_requests WHERE webhook_status = 'DUE'
      ORDER BY webhook_at, seq LIMIT :limit
      """;

  private static final String PRUNE =
      """
      DELETE FROM async_requests WHERE seq IN
        (SELECT seq FROM async_requests WHERE settled_at <= :before
          ORDER BY settled_at LIMIT :limit)
      """;

  @Override
  public void insert(AsyncRequest request) {
    AsyncMapper.bind(session.write(INSERT), request).execute();
  }

  @Override
  public void update(AsyncRequest request) {
    if (AsyncMapper.bind(session.write(UPDATE), request).execute() != 1) {
      throw new IllegalStateException(
          "asynchronous request " + request.id() + ": no row to update (expected: one)");
    }
  }

  @Override
  public @Nullable AsyncRequest find(String id) {
    return session.query(FIND).bind("id", id).one(new AsyncMapper());
  }

  @Override
  public Count count(AsyncTarget target) {
    return new Count(count(target, "QUEUED"), count(target, "IN_PROGRESS"));
  }

  private int count(AsyncTarget target, String status) {
    return AsyncMapper.bind(session.query(COUNT), target).bind("status", status).number();
  }

  @Override
  public List<Waiting> waiting() {
    return session
        .query(WAITING)
        .list(row ->
            new Waiting(
                AsyncMapper.target(row),
                row.getInt("waiting"),
                Nanos.toInstant(row.getLong("due_at"))));
  }

  @Override
  public List<AsyncRequest> due(AsyncTarget target, Instant now, int limit) {
    Limit.check(limit);
    return AsyncMapper.bind(session.query(DUE), target)
        .bind("now", Nanos.of(now))
        .bind("limit", limit)
        .list(new AsyncMapper());
  }

  @Override
  public List<AsyncRequest> list(Kind kind, int limit) {
    Limit.check(limit);
    String sql =
        switch (kind) {
          case IN_PROGRESS -> IN_PROGRESS;
          case QUEUED_BY_EXPIRY -> QUEUED_BY_EXPIRY;
          case WEBHOOK_DUE -> WEBHOOK_DUE;
        };
    return session.query(sql).bind("limit", limit).list(new AsyncMapper());
  }

  @Override
  public int prune(Instant before, int limit) {
    Limit.check(limit);
    return session.write(PRUNE).bind("before", Nanos.of(before)).bind("limit", limit).execute();
  }
}
