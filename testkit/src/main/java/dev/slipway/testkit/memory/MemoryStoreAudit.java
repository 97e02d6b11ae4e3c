package dev.slipway.testkit.memory;

import dev.slipway.engine.port.store.Audit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Audit events in memory.
record MemoryStoreAudit(MemoryStoreTx tx) implements Audit {
  @Override
  public void append(Entry entry) {
    tx.auditRows.insert(entry.id(), new Row(last() + 1, entry), "audit_id");
  }

  @Override
  public List<Entry> newest(@Nullable String modelId, int limit) {
    checkLimit(limit);
    return tx
        .auditRows
        .where(r -> modelId == null || modelId.equals(r.entry().modelId()))
        .reversed()
        .stream()
        .limit(limit)
        .map(Row::entry)
        .toList();
  }

  @Override
  public List<Row> scan(Scan scan, int limit) {
    checkLimit(limit);
    List<Row> found = tx.auditRows.where(r -> isIn(scan, r));
    return (scan.newestFirst() ? found.reversed() : found).stream().limit(limit).toList();
  }

  @Override
  public int prune(Instant before, int keep, int limit) {
    checkLimit(keep);
    checkLimit(limit);
    long last = last();
    List<Row> doomed =
        tx.auditRows.all().stream()
            .limit(limit)
            .filter(r -> r.seq() < last)
            .filter(r -> r.seq() <= last - keep || r.entry().at().isBefore(before))
            .toList();
    doomed.forEach(r -> tx.auditRows.delete(r.entry().id()));
    return doomed.size();
  }

  private long last() {
    List<Row> all = tx.auditRows.all();
    return all.isEmpty() ? 0 : all.getLast().seq();
  }

  private static boolean isIn(Scan scan, Row row) {
    Entry entry = row.entry();
    boolean ahead = scan.newestFirst() ? row.seq() < scan.after() : row.seq() > scan.after();
    return ahead
        && (scan.modelId() == null || scan.modelId().equals(entry.modelId()))
        && !entry.at().isBefore(scan.from())
        && !entry.at().isAfter(scan.to());
  }

  static void checkLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1 or more)");
    }
  }
}
