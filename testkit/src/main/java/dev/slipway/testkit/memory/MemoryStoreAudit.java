package dev.slipway.testkit.memory;

import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.AuditEvent;
import java.time.Instant;
import java.util.List;

/// Audit events in memory.
record MemoryStoreAudit(MemoryStoreTx tx) implements Audit {
  @Override
  public void append(AuditEvent event) {
    tx.auditRows.insert(event.id(), new Row(last() + 1, event), "audit_id");
  }

  @Override
  public List<AuditEvent> newest(String modelId, int limit) {
    checkLimit(limit);
    return tx
        .auditRows
        .where(r -> modelId.isEmpty() || r.event().modelId().equals(modelId))
        .reversed()
        .stream()
        .limit(limit)
        .map(Row::event)
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
            .filter(r -> r.seq() <= last - keep || r.event().at().isBefore(before))
            .toList();
    doomed.forEach(r -> tx.auditRows.delete(r.event().id()));
    return doomed.size();
  }

  private long last() {
    List<Row> all = tx.auditRows.all();
    return all.isEmpty() ? 0 : all.getLast().seq();
  }

  private static boolean isIn(Scan scan, Row row) {
    AuditEvent event = row.event();
    boolean ahead = scan.newestFirst() ? row.seq() < scan.after() : row.seq() > scan.after();
    return ahead
        && (scan.modelId().isEmpty() || event.modelId().equals(scan.modelId()))
        && !event.at().isBefore(scan.from())
        && !event.at().isAfter(scan.to());
  }

  static void checkLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1 or more)");
    }
  }
}
