package dev.slipway.store.table;

import dev.slipway.engine.port.store.MetricRows;
import dev.slipway.engine.port.store.MetricSample;
import dev.slipway.store.jdbc.Limit;
import dev.slipway.store.json.JsonColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.type.TypeReference;

/// Samples in SQL.
public record MetricTable(SqlSession session) implements MetricRows {
  private static final TypeReference<Content> CONTENT = new TypeReference<>() {};

  private static final String APPEND =
      """
      INSERT INTO metric_samples (model_id, at, data) VALUES (:model_id, :at, :data)
      """;

  private static final String READ =
      """
      SELECT model_id, at, data FROM metric_samples
      WHERE model_id = :model_id AND at > :after AND at <= :until ORDER BY at
      """;

  private static final String PRUNE_OLD =
      """
      DELETE FROM metric_samples
      WHERE seq < (SELECT min(seq) FROM metric_samples) + :limit AND at < :before
      """;

  private static final String PRUNE_MANY =
      """
      DELETE FROM metric_samples
      WHERE seq < (SELECT min(seq) FROM metric_samples) + :limit
        AND seq <= (SELECT max(seq) FROM metric_samples) - :keep
      """;

  /// The content of the column `data`.
  public record Content(List<MetricSample.Flow> flows, List<MetricSample.Scale> scales) {}

  @Override
  public void append(MetricSample sample) {
    session
        .write(APPEND)
        .bind("model_id", sample.modelId())
        .bind("at", Nanos.of(sample.at()))
        .bind("data", JsonColumns.write(new Content(sample.flows(), sample.scales())))
        .execute();
  }

  @Override
  public void read(String modelId, Instant after, Instant until, Consumer<MetricSample> each) {
    session
        .query(READ)
        .bind("model_id", modelId)
        .bind("after", Nanos.of(after))
        .bind("until", Nanos.of(until))
        .each(this::map, each);
  }

  @Override
  public int prune(Instant before, int keep, int limit) {
    Limit.check(keep);
    Limit.check(limit);
    int old =
        session.write(PRUNE_OLD).bind("before", Nanos.of(before)).bind("limit", limit).execute();
    return old + session.write(PRUNE_MANY).bind("keep", keep).bind("limit", limit).execute();
  }

  /// One that cannot be read is a gap: the others matter more.
  private MetricSample map(ResultSet row) throws SQLException {
    String model = row.getString("model_id");
    String where = "metric_samples of model " + model + ", column data";
    Content content = session.fallbacks().readOrNull(row.getString("data"), CONTENT, where);
    Instant at = Nanos.toInstant(row.getLong("at"));
    return content == null
        ? new MetricSample(model, at, List.of(), List.of())
        : new MetricSample(model, at, content.flows(), content.scales());
  }
}
