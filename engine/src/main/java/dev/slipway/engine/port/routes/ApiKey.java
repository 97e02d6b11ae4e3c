package dev.slipway.engine.port.routes;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An API key as it is stored, without its secret part.
///
/// @param prefix the part before the dot, which names the key
/// @param hash lower-case hex SHA-256 of the whole key
/// @param name null: none given
/// @param modelIds the models it is limited to; empty: all
public record ApiKey(
    String prefix,
    String hash,
    @Nullable String name,
    Type type,
    List<String> modelIds,
    String teamId,
    Instant createdAt) {

  public ApiKey {
    modelIds = List.copyOf(modelIds);
  }

  /// The published types, with what each may do.
  public enum Type {
    PERSONAL,
    WORKSPACE_MANAGE_ALL,
    WORKSPACE_EXPORT_METRICS,
    WORKSPACE_INVOKE,
    WORKSPACE_MANAGE_API_KEYS;

    public boolean mayManage() {
      return this == PERSONAL || this == WORKSPACE_MANAGE_ALL;
    }

    public boolean mayManageKeys() {
      return mayManage() || this == WORKSPACE_MANAGE_API_KEYS;
    }

    public boolean mayInvoke() {
      return mayManage() || this == WORKSPACE_INVOKE;
    }

    public boolean mayReadMetrics() {
      return mayManage() || this == WORKSPACE_EXPORT_METRICS;
    }
  }

  /// Whether the key reaches `modelId`.
  public boolean covers(String modelId) {
    return modelIds.isEmpty() || modelIds.contains(modelId);
  }
}
