package dev.slipway.api;

import dev.slipway.domain.EnvironmentKey;
import dev.slipway.engine.ApiKey;
import dev.slipway.engine.AuditEvent;
import io.vertx.core.MultiMap;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One request as a handler sees it.
final class Request {
  private final Map<String, String> values;
  private final Query query;
  private final @Nullable ApiKey caller;
  private final AuditEvent.Actor actor;
  private final String base;
  private final @Nullable JsonNode body;
  private final InputStream bytes;
  private final MultiMap headers;

  /// @param values of the path's names, decoded
  /// @param caller null on open routes
  /// @param base scheme, host and port under which the caller reaches this server
  /// @param body null where the route takes no JSON
  Request(
      Map<String, String> values,
      Query query,
      @Nullable ApiKey caller,
      AuditEvent.Actor actor,
      String base,
      @Nullable JsonNode body,
      InputStream bytes,
      MultiMap headers) {
    this.values = values;
    this.query = query;
    this.caller = caller;
    this.actor = actor;
    this.base = base;
    this.body = body;
    this.bytes = bytes;
    this.headers = headers;
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

  /// The value of a header; null where it was not sent.
  @Nullable String header(String name) {
    return headers.get(name);
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
