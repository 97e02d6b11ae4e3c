package dev.slipway.wire;

import java.util.List;

/// A part of the audit log.
public record ListAuditLogsResponseV1(
    List<AuditLogEntryV1> items, PaginationResponseV1 pagination) {
  public ListAuditLogsResponseV1 {
    items = List.copyOf(items);
  }
}
