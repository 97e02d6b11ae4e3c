package dev.slipway.api.http;

import dev.slipway.engine.port.routes.ApiKey;

/// The kinds of API key that may use a route.
public enum Scope {
  /// Anyone: the path itself cannot be guessed, or tells nothing.
  OPEN,
  /// Every key.
  ANY_KEY,
  /// Keys that may manage models.
  MANAGE,
  /// Keys that may manage keys.
  KEYS,
  /// Keys that may read metrics.
  METRICS;

  boolean allows(ApiKey.Type type) {
    return switch (this) {
      case OPEN, ANY_KEY -> true;
      case MANAGE -> type.mayManage();
      case KEYS -> type.mayManageKeys();
      case METRICS -> type.mayReadMetrics();
    };
  }
}
