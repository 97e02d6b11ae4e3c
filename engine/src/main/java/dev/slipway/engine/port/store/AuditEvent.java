package dev.slipway.engine.port.store;

import java.time.Instant;
import java.util.Map;

/// Something that somebody did, in the published vocabulary (MODEL_DEPLOYED,
/// MODEL_PROMOTION_CONTROL_ACTION and so on).
///
/// @param data what it was about: ids and names, never secrets
public record AuditEvent(
    String id, Instant at, String type, String modelId, Map<String, String> data, Actor actor) {

  public AuditEvent {
    data = Map.copyOf(data);
  }

  /// Who did it, and through what.
  ///
  /// @param keyPrefix prefix of the API key; empty: the system itself
  /// @param keyName name of the key; empty: none
  /// @param client the caller's User-Agent, cut to 200 characters; empty: none
  public record Actor(String keyPrefix, String keyName, String client) {
    public static final Actor SYSTEM = new Actor("", "", "");

    /// How a person reads it.
    public String display() {
      if (keyPrefix.isEmpty()) {
        return "system";
      }
      return keyName.isEmpty() ? "key " + keyPrefix : keyName + " (key " + keyPrefix + ")";
    }
  }
}
