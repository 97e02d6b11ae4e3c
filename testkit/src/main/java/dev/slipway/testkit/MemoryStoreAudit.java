package dev.slipway.testkit;

import dev.slipway.engine.Audit;
import dev.slipway.engine.AuditEvent;
import java.util.List;

/// Audit events in memory.
record MemoryStoreAudit(MemoryStoreTx tx) implements Audit {
  @Override
  public void append(AuditEvent event) {
    tx.auditRows.insert(event.id(), event, "audit_id");
  }

  @Override
  public List<AuditEvent> newest(String modelId, int limit) {
    checkLimit(limit);
    return tx
        .auditRows
        .where(e -> modelId.isEmpty() || e.modelId().equals(modelId))
        .reversed()
        .stream()
        .limit(limit)
        .toList();
  }

  static void checkLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1 or more)");
    }
  }
}
