package dev.slipway.engine.port.store;

import java.time.Instant;

/// A named value that replicas are given. Its text form does not show the value.
public record Secret(String id, String teamId, String name, String value, Instant createdAt) {
  @Override
  public String toString() {
    return "Secret[" + teamId + "/" + name + "]";
  }
}
