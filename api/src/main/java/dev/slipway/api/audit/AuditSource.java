package dev.slipway.api.audit;

import dev.slipway.engine.port.store.AuditEvent;

/// The published surfaces through which something is done.
enum AuditSource {
  UI,
  API,
  MCP,
  SYSTEM,
  OTHER;

  static AuditSource of(AuditEvent.Actor actor) {
    return actor.keyPrefix() == null ? SYSTEM : API;
  }
}
