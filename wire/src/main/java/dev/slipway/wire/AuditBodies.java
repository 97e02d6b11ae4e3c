package dev.slipway.wire;

import dev.slipway.wire.CommonBodies.PaginationResponseV1;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Bodies about the audit log.
public final class AuditBodies {
  private AuditBodies() {}

  /// A page of the audit log.
  public record ListAuditLogsResponseV1(
      List<AuditLogEntryV1> items, PaginationResponseV1 pagination) {
    public ListAuditLogsResponseV1 {
      items = List.copyOf(items);
    }
  }

  /// One event of the audit log.
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

  /// The actor of an audit event.
  ///
  /// @param email null where it is no user
  /// @param apiKeyPrefix null where it is no key
  /// @param apiKeyName null where the key has none
  public record AuditLogActorV1(
      String type,
      @Nullable String email,
      @Nullable String apiKeyPrefix,
      @Nullable String apiKeyName) {}
}
