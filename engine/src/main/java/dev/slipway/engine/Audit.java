package dev.slipway.engine;

import java.util.List;

/// The append-only table of audit events.
public interface Audit {
  void append(AuditEvent event);

  /// Events of a model, or of all where `modelId` is empty, newest first.
  ///
  /// @param limit 1 or more
  List<AuditEvent> newest(String modelId, int limit);
}
