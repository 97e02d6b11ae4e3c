package dev.slipway.api;

import dev.slipway.domain.EnvironmentKey;
import dev.slipway.engine.ApiKey;
import dev.slipway.engine.AuditEvent;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One request as a handler sees it.
///
/// @param values of the path's names, decoded
/// @param caller null on open routes
/// @param base scheme, host and port under which the caller reaches this server
final class Request {
  private final Map<String, String> values;
  private final Query query;
  private final @Nullable ApiKey caller;
  private final AuditEvent.Actor actor;
  private final String base;
  private final @Nullable JsonNode body;
  private final InputStream bytes;

  Request(
      Map<String, String> values,
      Query query,
      @Nullable ApiKey caller,
      AuditEvent.Actor actor,
      String base,
      @Nullable JsonNode body,
      InputStream bytes) {
    this.values = values;
    this.query = query;
    this.caller = caller;
    this.actor = actor;
    this.base = base;
    this.body = body;
    this.bytes = bytes;
  }

  String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("no {" + name + "} in the pattern (expected: one)");
    }
    return value;
  }

  String model() {
    return value("model_id");
  }

  EnvironmentKey environment() {
    return new EnvironmentKey(model(), value("env_name"));
  }

  Query query() {
    return query;
  }

  ApiKey caller() {
    if (caller == null) {
      throw new IllegalStateException("no caller on an open route (expected: not asked)");
    }
    return caller;
  }

  AuditEvent.Actor actor() {
    return actor;
  }

  String base() {
    return base;
  }

  /// The JSON body.
  Fields body() {
    if (body == null) {
      throw new IllegalStateException("no body (expected: a route that takes one)");
    }
    return Fields.of(body, "");
  }

  /// The body as it comes, on routes that take bytes.
  InputStream bytes() {
    return bytes;
  }
}
