package dev.slipway.store.table;

import dev.slipway.engine.port.store.IdempotencyKey;
import dev.slipway.engine.port.store.IdempotentCall;
import dev.slipway.engine.port.store.IdempotentCalls;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Calls under an Idempotency-Key in SQL. Their table, `stamped_calls`, keeps the name of its
/// migration, which databases have run.
record IdempotentCallTable(SqlSession session) implements IdempotentCalls {
  private static final String INSERT =
      """
      INSERT INTO stamped_calls (caller, key, fingerprint, promotion_id, accepted_at, status, body)
      VALUES (:caller, :key, :fingerprint, :promotion_id, :accepted_at, :status, :body)
      """;

  private static final String FIND =
      """
      SELECT * FROM stamped_calls WHERE caller = :caller AND key = :key
      """;

  private static final String ANSWER =
      """
      UPDATE stamped_calls SET status = :status, body = :body WHERE caller = :caller AND key = :key
      """;

  private static final String COUNT =
      """
      SELECT count(*) FROM stamped_calls WHERE caller = :caller
      """;

  private static final String DELETE_BEFORE =
      """
      DELETE FROM stamped_calls WHERE accepted_at < :cutoff
      """;

  @Override
  public void insert(IdempotentCall call) {
    IdempotentCall.Reply reply = call.reply();
    session
        .write(INSERT)
        .bind("caller", call.key().caller())
        .bind("key", call.key().key())
        .bind("fingerprint", call.key().fingerprint())
        .bind("promotion_id", call.promotionId())
        .bind("accepted_at", Nanos.of(call.acceptedAt()))
        .bind("status", reply == null ? null : reply.status())
        .bind("body", reply == null ? null : reply.body())
        .execute();
  }

  @Override
  public @Nullable IdempotentCall find(String caller, String key) {
    return session
        .query(FIND)
        .bind("caller", caller)
        .bind("key", key)
        .one(IdempotentCallTable::map);
  }

  @Override
  public void answer(String caller, String key, IdempotentCall.Reply reply) {
    session
        .write(ANSWER)
        .bind("caller", caller)
        .bind("key", key)
        .bind("status", reply.status())
        .bind("body", reply.body())
        .execute();
  }

  @Override
  public int count(String caller) {
    return session.query(COUNT).bind("caller", caller).number();
  }

  @Override
  public void deleteBefore(Instant cutoff) {
    session.write(DELETE_BEFORE).bind("cutoff", Nanos.of(cutoff)).execute();
  }

  private static IdempotentCall map(ResultSet row) throws SQLException {
    String body = row.getString("body");
    return new IdempotentCall(
        new IdempotencyKey(
            row.getString("caller"), row.getString("key"), row.getString("fingerprint")),
        row.getString("promotion_id"),
        Nanos.toInstant(row.getLong("accepted_at")),
        body == null ? null : new IdempotentCall.Reply(row.getInt("status"), body));
  }
}
