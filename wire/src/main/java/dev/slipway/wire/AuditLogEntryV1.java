package dev.slipway.wire;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that somebody did.
///
/// @param eventData what it was about, in the published shape of its type
/// @param source UI, API, MCP, SYSTEM or OTHER
/// @param clientName null where it is not known
/// @param clientVersion null where it is not known
/// @param clientSessionId null where it is not known
public record AuditLogEntryV1(
    String id,
    Instant created,
    String eventType,
    Map<String, @Nullable Object> eventData,
    @Nullable String source,
    AuditLogActorV1 actor,
    @Nullable String clientName,
    @Nullable String clientVersion,
    @Nullable String clientSessionId) {
  public AuditLogEntryV1 {
    eventData = Collections.unmodifiableMap(new LinkedHashMap<>(eventData));
  }
}
