package dev.slipway.api.http;

import dev.slipway.api.input.Problem;
import dev.slipway.engine.catalog.Access;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.store.AuditEvent;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds the API key of a request, and checks that it may use the route.
public final class Authenticator {
  /// How much of a User-Agent is kept, in characters.
  static final int MAX_CLIENT = 200;

  private static final String EXPECTED =
      "(expected: \"Authorization: Api-Key <key>\" or \"Authorization: Bearer <key>\")";

  private final Access access;
  private final RateLimiter rates;

  public Authenticator(Access access, RateLimiter rates) {
    this.access = access;
    this.rates = rates;
  }

  /// @return null on open routes
  /// @throws Problem where the caller may not use the route, or came too soon
  @Nullable ApiKey admit(HttpServerRequest request, Route route) {
    Scope scope = route.scope();
    if (scope == Scope.OPEN) {
      return null;
    }
    ApiKey key = access.authenticate(rawKey(request.headers().getAll("Authorization")));
    if (key == null) {
      throw Problem.unauthorized("Authorization: no such API key; it may have been revoked.");
    }
    check(key, scope);
    rates.admit(key.prefix(), route);
    return key;
  }

  /// @throws Problem where the key may not
  public static void check(ApiKey key, Scope scope) {
    if (!scope.allows(key.type())) {
      throw Problem.forbidden(
          "API key %s is of type %s, which may not do this (expected: a key that may %s)."
              .formatted(key.prefix(), key.type(), needed(scope)));
    }
  }

  private static String needed(Scope scope) {
    return switch (scope) {
      case OPEN, ANY_KEY -> "be anything";
      case MANAGE -> "manage models: PERSONAL or WORKSPACE_MANAGE_ALL";
      case KEYS -> "manage keys: PERSONAL, WORKSPACE_MANAGE_ALL or WORKSPACE_MANAGE_API_KEYS";
      case METRICS -> "read metrics: PERSONAL, WORKSPACE_MANAGE_ALL or WORKSPACE_EXPORT_METRICS";
    };
  }

  private static String rawKey(List<String> headers) {
    if (headers.size() != 1) {
      throw Problem.unauthorized(
          "Authorization: " + (headers.isEmpty() ? "missing " : "sent twice ") + EXPECTED);
    }
    String[] parts = headers.getFirst().strip().split("\\s+", 2);
    String scheme = parts[0].toLowerCase(Locale.ROOT);
    if (parts.length != 2 || !(scheme.equals("api-key") || scheme.equals("bearer"))) {
      throw Problem.unauthorized("Authorization: not understood " + EXPECTED);
    }
    return parts[1];
  }

  static AuditEvent.Actor actor(@Nullable ApiKey key, HttpServerRequest request) {
    if (key == null) {
      return AuditEvent.Actor.SYSTEM;
    }
    String client = request.getHeader("User-Agent");
    return new AuditEvent.Actor(
        key.prefix(),
        key.name(),
        client == null || client.isEmpty()
            ? null
            : client.substring(0, Math.min(MAX_CLIENT, client.length())));
  }
}
