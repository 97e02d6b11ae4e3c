package dev.slipway.testkit.memory;

import dev.slipway.engine.port.store.MetricRows;
import dev.slipway.engine.port.store.MetricSample;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Samples in memory, by their number in the order of insertion.
record MemoryStoreMetrics(MemoryStoreTx tx) implements MetricRows {
  @Override
  public void append(MetricSample sample) {
    long last = tx.sampleRows.rows().keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    tx.sampleRows.insert(last + 1, sample, "sample_seq");
  }

  @Override
  public void read(String modelId, Instant after, Instant until, Consumer<MetricSample> each) {
    tx
        .sampleRows
        .where(s -> s.modelId().equals(modelId) && s.at().isAfter(after) && !s.at().isAfter(until))
        .stream()
        .sorted(Comparator.comparing(MetricSample::at))
        .forEach(each);
  }

  @Override
  public int prune(Instant before, int keep, int limit) {
    MemoryStoreAudit.checkLimit(keep);
    MemoryStoreAudit.checkLimit(limit);
    Map<Long, MetricSample> rows = tx.sampleRows.rows();
    long last = rows.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    List<Long> doomed =
        rows.entrySet().stream()
            .limit(limit)
            .filter(e -> e.getKey() <= last - keep || e.getValue().at().isBefore(before))
            .map(Map.Entry::getKey)
            .toList();
    doomed.forEach(tx.sampleRows::delete);
    return doomed.size();
  }
}
