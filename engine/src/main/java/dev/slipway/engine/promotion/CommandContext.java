package dev.slipway.engine.promotion;

import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.IdempotencyKey;
import org.jspecify.annotations.Nullable;

/// The context of a command: its actor, the reason given, and the key under which it may be
/// repeated.
///
/// @param reason what the caller gave as a reason; null: none
/// @param key null: a repeated call is a new one
public record CommandContext(
    AuditEvent.Actor actor, @Nullable String reason, @Nullable IdempotencyKey key) {}
