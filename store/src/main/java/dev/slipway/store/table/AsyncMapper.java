package dev.slipway.store.table;

import dev.slipway.domain.async.AsyncError;
import dev.slipway.domain.async.AsyncRequest;
import dev.slipway.domain.async.AsyncState;
import dev.slipway.domain.async.AsyncTarget;
import dev.slipway.domain.async.AsyncTerms;
import dev.slipway.domain.async.AsyncWebhook;
import dev.slipway.store.jdbc.Prepared;
import dev.slipway.store.jdbc.RowMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Asynchronous requests to rows and back. Each state's data has columns of its own, whose values
/// the schema checks.
record AsyncMapper() implements RowMapper<AsyncRequest> {

  @Override
  public AsyncRequest map(ResultSet row) throws SQLException {
    return new AsyncRequest(
        row.getString("id"),
        target(row),
        new AsyncTerms(
            row.getInt("priority"),
            Duration.ofNanos(row.getLong("max_queued")),
            new AsyncTerms.Retries(
                row.getInt("max_attempts"),
                Duration.ofNanos(row.getLong("initial_delay")),
                Duration.ofNanos(row.getLong("max_delay"))),
            row.getString("webhook")),
        at(row, "created_at"),
        row.getString("deployment_id"),
        state(row),
        webhook(row));
  }

  static AsyncTarget target(ResultSet row) throws SQLException {
    String model = row.getString("model_id");
    String kind = row.getString("kind");
    return switch (kind) {
      case "ENVIRONMENT" -> new AsyncTarget.OfEnvironment(model, row.getString("name"));
      case "DEPLOYMENT" -> new AsyncTarget.OfDeployment(model, row.getString("name"));
      case "DEVELOPMENT" -> new AsyncTarget.OfDevelopment(model);
      default -> throw unknown("kind", kind);
    };
  }

  private static AsyncState state(ResultSet row) throws SQLException {
    Instant since = at(row, "status_at");
    int attempts = row.getInt("attempts");
    String status = row.getString("status");
    return switch (status) {
      case "QUEUED" ->
          new AsyncState.Queued(since, at(row, "due_at"), at(row, "expires_at"), attempts);
      case "IN_PROGRESS" -> new AsyncState.InProgress(since, at(row, "expires_at"), attempts);
      case "SUCCEEDED" -> new AsyncState.Succeeded(since);
      case "FAILED" -> new AsyncState.Failed(since, error(row));
      case "EXPIRED" -> new AsyncState.Expired(since, error(row));
      case "CANCELED" -> new AsyncState.Canceled(since);
      default -> throw unknown("status", status);
    };
  }

  private static AsyncError error(ResultSet row) throws SQLException {
    return new AsyncError(
        AsyncError.Code.valueOf(row.getString("error_code")), row.getString("error_message"));
  }

  private static AsyncWebhook webhook(ResultSet row) throws SQLException {
    String status = row.getString("webhook_status");
    return switch (status) {
      case "UNWANTED" -> new AsyncWebhook.Unwanted();
      case "AWAITING" -> new AsyncWebhook.Awaiting();
      case "DUE" -> new AsyncWebhook.Due(row.getInt("webhook_attempts"), at(row, "webhook_at"));
      case "DELIVERED" -> new AsyncWebhook.Delivered(at(row, "webhook_at"));
      case "UNDELIVERED" -> new AsyncWebhook.Undelivered(at(row, "webhook_at"));
      case "DROPPED" -> new AsyncWebhook.Dropped(at(row, "webhook_at"));
      default -> throw unknown("webhook_status", status);
    };
  }

  private static Instant at(ResultSet row, String column) throws SQLException {
    return Nanos.toInstant(row.getLong(column));
  }

  private static IllegalStateException unknown(String column, String value) {
    return new IllegalStateException(
        "async_requests." + column + ": " + value + " (expected: one of those in the schema)");
  }

  static Prepared bind(Prepared update, AsyncRequest r) {
    var terms = r.terms();
    bindState(update, r);
    bindWebhook(update, r.webhook());
    return bind(update, r.target())
        .bind("id", r.id())
        .bind("deployment_id", r.deploymentId())
        .bind("created_at", Nanos.of(r.createdAt()))
        .bind("priority", terms.priority())
        .bind("max_queued", terms.maxTimeInQueue().toNanos())
        .bind("max_attempts", terms.retries().maxAttempts())
        .bind("initial_delay", terms.retries().initialDelay().toNanos())
        .bind("max_delay", terms.retries().maxDelay().toNanos())
        .bind("webhook", terms.webhook());
  }

  static Prepared bind(Prepared statement, AsyncTarget target) {
    return switch (target) {
      case AsyncTarget.OfEnvironment(var model, var name) ->
          bind(statement, model, "ENVIRONMENT", name);
      case AsyncTarget.OfDeployment(var model, var id) -> bind(statement, model, "DEPLOYMENT", id);
      case AsyncTarget.OfDevelopment(var model) -> bind(statement, model, "DEVELOPMENT", "");
    };
  }

  private static Prepared bind(Prepared statement, String model, String kind, String name) {
    return statement.bind("model_id", model).bind("kind", kind).bind("name", name);
  }

  private static void bindState(Prepared update, AsyncRequest r) {
    var state = r.state();
    var error = r.error();
    update
        .bind("status", state.status())
        .bind("status_at", Nanos.of(state.since()))
        .bind("error_code", error == null ? null : error.code().name())
        .bind("error_message", error == null ? null : error.message())
        .bind("settled_at", r.isSettled() ? nanos(r.statusAt()) : null);
    switch (state) {
      case AsyncState.Queued s -> bindQueue(update, s.dueAt(), s.expiresAt(), s.attempts());
      case AsyncState.InProgress s -> bindQueue(update, null, s.expiresAt(), s.attempts());
      case AsyncState.Ended _ -> bindQueue(update, null, null, 0);
    }
  }

  private static void bindQueue(
      Prepared update, @Nullable Instant dueAt, @Nullable Instant expiresAt, int attempts) {
    update
        .bind("due_at", nanos(dueAt))
        .bind("expires_at", nanos(expiresAt))
        .bind("attempts", attempts);
  }

  private static void bindWebhook(Prepared update, AsyncWebhook webhook) {
    switch (webhook) {
      case AsyncWebhook.Unwanted _ -> bindWebhook(update, "UNWANTED", 0, null);
      case AsyncWebhook.Awaiting _ -> bindWebhook(update, "AWAITING", 0, null);
      case AsyncWebhook.Due w -> bindWebhook(update, "DUE", w.attempts(), w.at());
      case AsyncWebhook.Delivered w -> bindWebhook(update, "DELIVERED", 0, w.at());
      case AsyncWebhook.Undelivered w -> bindWebhook(update, "UNDELIVERED", 0, w.at());
      case AsyncWebhook.Dropped w -> bindWebhook(update, "DROPPED", 0, w.at());
    }
  }

  private static void bindWebhook(
      Prepared update, String status, int attempts, @Nullable Instant at) {
    update
        .bind("webhook_status", status)
        .bind("webhook_attempts", attempts)
        .bind("webhook_at", nanos(at));
  }

  private static @Nullable Long nanos(@Nullable Instant at) {
    return at == null ? null : Nanos.of(at);
  }
}
