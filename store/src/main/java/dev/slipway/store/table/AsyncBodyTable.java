package dev.slipway.store.table;

import dev.slipway.engine.port.store.AsyncBodies;
import org.jspecify.annotations.Nullable;

/// Bodies of asynchronous requests in SQL.
record AsyncBodyTable(SqlSession session) implements AsyncBodies {
  private static final String PUT =
      """
      INSERT INTO async_bodies (request_id, part, body) VALUES (:request_id, :part, :body)
      ON CONFLICT (request_id, part) DO UPDATE SET body = excluded.body
      """;

  private static final String GET =
      """
      SELECT body FROM async_bodies WHERE request_id = :request_id AND part = :part
      """;

  private static final String DROP =
      """
      DELETE FROM async_bodies WHERE request_id = :request_id
      """;

  @Override
  public void put(String requestId, Part part, byte[] body) {
    session
        .write(PUT)
        .bind("request_id", requestId)
        .bind("part", part.name())
        .bind("body", body)
        .execute();
  }

  @Override
  public byte @Nullable [] get(String requestId, Part part) {
    return session
        .query(GET)
        .bind("request_id", requestId)
        .bind("part", part.name())
        .one(row -> row.getBytes("body"));
  }

  @Override
  public void drop(String requestId) {
    session.write(DROP).bind("request_id", requestId).execute();
  }
}
