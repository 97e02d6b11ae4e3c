package dev.slipway.domain.async;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A prediction that somebody asked for and does not wait for.
///
/// @param deploymentId the one that its target meant when it was accepted; once a model has
///   answered, the one that did
public record AsyncRequest(
    String id,
    AsyncTarget target,
    AsyncTerms terms,
    Instant createdAt,
    String deploymentId,
    AsyncState state,
    AsyncWebhook webhook) {

  /// The published status: that of the state, apart from a result that could not be delivered.
  public String status() {
    return state instanceof AsyncState.Succeeded && webhook instanceof AsyncWebhook.Undelivered
        ? "WEBHOOK_FAILED"
        : state.status();
  }

  /// When anything about it changed last.
  public Instant statusAt() {
    Instant delivery = webhook.settledAt();
    return delivery == null ? state.since() : delivery;
  }

  /// Null: it has a result, or may still have one.
  public @Nullable AsyncError error() {
    return switch (state) {
      case AsyncState.Failed s -> s.error();
      case AsyncState.Expired s -> s.error();
      case AsyncState.Queued _,
          AsyncState.InProgress _,
          AsyncState.Succeeded _,
          AsyncState.Canceled _ ->
          null;
    };
  }

  /// Whether nothing will happen to it any more.
  public boolean isSettled() {
    return state instanceof AsyncState.Ended
        && (webhook instanceof AsyncWebhook.Unwanted || webhook.settledAt() != null);
  }

  AsyncRequest with(AsyncState next) {
    return new AsyncRequest(id, target, terms, createdAt, deploymentId, next, webhook);
  }

  AsyncRequest with(AsyncWebhook next) {
    return new AsyncRequest(id, target, terms, createdAt, deploymentId, state, next);
  }

  AsyncRequest servedBy(String deployment) {
    return new AsyncRequest(id, target, terms, createdAt, deployment, state, webhook);
  }
}
