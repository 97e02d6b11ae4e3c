package dev.slipway.engine.promotion;

import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.IdempotencyKey;
import org.jspecify.annotations.Nullable;

/// Who asks for something, why, and whether it may be asked again.
///
/// @param reason what the caller gave as a reason; empty: none
/// @param stamp null: a repeated call is a new one
public record CommandContext(
    AuditEvent.Actor actor, String reason, @Nullable IdempotencyKey stamp) {}
