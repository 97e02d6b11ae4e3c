package dev.slipway.api.http;

import dev.slipway.api.input.Fields;
import dev.slipway.api.input.Json;
import dev.slipway.api.input.Limits;
import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Query;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.IdempotencyKey;
import dev.slipway.engine.promotion.CommandContext;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One request as its handler sees it.
public final class Request {
  private final Map<String, String> values;
  private final Query query;
  private final Head head;
  private final Who who;
  private final String base;
  private final @Nullable JsonNode body;
  private final InputStream bytes;

  /// Method, path, query and headers.
  ///
  /// @param query as it was sent; empty: none
  record Head(String method, String path, String query, MultiMap headers) {
    static Head of(HttpServerRequest http) {
      String path = http.path();
      String query = http.query();
      return new Head(
          http.method().name(),
          path == null ? "" : path,
          query == null ? "" : query,
          http.headers());
    }
  }

  /// The caller.
  ///
  /// @param key null on open routes
  /// @param idempotencyKey by which it is known when it is repeated; null: it has no
  ///   Idempotency-Key
  record Who(
      @Nullable ApiKey key, AuditEvent.Actor actor, @Nullable IdempotencyKey idempotencyKey) {
    Who(@Nullable ApiKey key, AuditEvent.Actor actor) {
      this(key, actor, null);
    }
  }

  /// @param values of the path's names, decoded
  /// @param base scheme, host and port under which the caller reaches this server
  /// @param body null where the route takes no JSON
  Request(
      Map<String, String> values,
      Query query,
      Head head,
      Who who,
      String base,
      @Nullable JsonNode body,
      InputStream bytes) {
    this.values = values;
    this.query = query;
    this.head = head;
    this.who = who;
    this.base = base;
    this.body = body;
    this.bytes = bytes;
  }

  /// The same request, known by `idempotencyKey` when it is repeated.
  Request with(IdempotencyKey idempotencyKey) {
    var asked = new Who(who.key(), who.actor(), idempotencyKey);
    return new Request(values, query, head, asked, base, body, bytes);
  }

  public String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("no {" + name + "} in the pattern (expected: one)");
    }
    return value;
  }

  public String model() {
    return value("model_id");
  }

  public EnvironmentKey environment() {
    return new EnvironmentKey(model(), value("env_name"));
  }

  public Query query() {
    return query;
  }

  public ApiKey caller() {
    ApiKey key = who.key();
    if (key == null) {
      throw new IllegalStateException("no caller on an open route (expected: not asked)");
    }
    return key;
  }

  public AuditEvent.Actor actor() {
    return who.actor();
  }

  /// The reason of a command: a query parameter, or a field of the body.
  ///
  /// @return null: none was given
  public @Nullable String reason() {
    String asked = query().text("reason", Limits.REASON);
    String said = body().strict("reason").text("reason", Limits.REASON);
    if (asked != null && said != null) {
      throw Problem.invalid(
          "reason: given as query parameter and in the body (expected: in one of the two)");
    }
    String reason = asked != null ? asked : said;
    return reason == null || reason.isEmpty() ? null : reason;
  }

  /// Who asks for a command, and why.
  ///
  /// @param reason null: none
  public CommandContext intent(@Nullable String reason) {
    return new CommandContext(who.actor(), reason, who.idempotencyKey());
  }

  public String method() {
    return head.method();
  }

  /// As it was sent, not decoded.
  public String path() {
    return head.path();
  }

  public String rawQuery() {
    return head.query();
  }

  /// The value of a header; null where it was not sent.
  @Nullable
  public String header(String name) {
    return head.headers().get(name);
  }

  /// The bytes that a header announces, such as Content-Length; 0 where none are.
  public long announcedBytes(String name) {
    String value = header(name);
    boolean number = value != null && value.matches("[0-9]{1,18}");
    return number ? Long.parseLong(value) : 0;
  }

  public MultiMap headers() {
    return head.headers();
  }

  /// The body as JSON; empty where the route takes none.
  String json() {
    return body == null ? "" : Json.text(body);
  }

  public String base() {
    return base;
  }

  /// The JSON body.
  public Fields body() {
    if (body == null) {
      throw new IllegalStateException("no body (expected: a route that takes one)");
    }
    return Fields.of(body, "");
  }

  /// The body as it comes, on routes that take bytes.
  public InputStream bytes() {
    return bytes;
  }
}
