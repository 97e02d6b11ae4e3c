package dev.slipway.domain.async;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where the delivery of an asynchronous request's result stands.
public sealed interface AsyncWebhook {

  /// The caller named no webhook.
  record Unwanted() implements AsyncWebhook {}

  /// The request has not ended yet.
  record Awaiting() implements AsyncWebhook {}

  /// The result is to be posted.
  ///
  /// @param attempts that were made, 0 or more
  /// @param at not before this moment
  record Due(int attempts, Instant at) implements AsyncWebhook {}

  record Delivered(Instant at) implements AsyncWebhook {}

  /// Every attempt failed: the result is lost.
  record Undelivered(Instant at) implements AsyncWebhook {}

  /// The request was cancelled: there is nothing to post.
  record Dropped(Instant at) implements AsyncWebhook {}

  /// The published name of the state.
  default String status() {
    return switch (this) {
      case Unwanted _ -> "NO_WEBHOOK_PROVIDED";
      case Awaiting _, Due _ -> "PENDING";
      case Delivered _ -> "SUCCEEDED";
      case Undelivered _ -> "FAILED";
      case Dropped _ -> "CANCELED";
    };
  }

  /// When delivery ended; null: it was not wanted, or has not.
  default @Nullable Instant settledAt() {
    return switch (this) {
      case Unwanted _, Awaiting _, Due _ -> null;
      case Delivered w -> w.at();
      case Undelivered w -> w.at();
      case Dropped w -> w.at();
    };
  }
}
