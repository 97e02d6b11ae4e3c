package dev.slipway.domain.async;

import dev.slipway.domain.async.AsyncError.Code;
import dev.slipway.domain.async.AsyncState.Canceled;
import dev.slipway.domain.async.AsyncState.Ended;
import dev.slipway.domain.async.AsyncState.Expired;
import dev.slipway.domain.async.AsyncState.Failed;
import dev.slipway.domain.async.AsyncState.InProgress;
import dev.slipway.domain.async.AsyncState.Queued;
import dev.slipway.domain.async.AsyncState.Succeeded;
import java.time.Duration;
import java.time.Instant;

/// All transitions of an asynchronous request, pure.
///
/// An attempt is counted when it may have reached a model. Where the gateway says that it did not
/// (nothing is ready, every place is taken), the request waits on, until it expires. Time that an
/// attempt took is not time in the queue.
public final class AsyncMachine {
  /// How long a request waits that no model could take.
  public static final Duration WAIT = Duration.ofSeconds(1);

  public static final int WEBHOOK_ATTEMPTS = 2;
  public static final Duration WEBHOOK_DELAY = Duration.ofSeconds(2);

  private static final int NOT_READY = 400;
  private static final int FULL = 429;
  private static final int UNAVAILABLE = 503;

  private AsyncMachine() {}

  /// What came of a wish to cancel.
  public sealed interface Cancel {
    record Done(AsyncRequest next) implements Cancel {}

    /// Only what is queued can be cancelled.
    record Refused(String status) implements Cancel {}
  }

  public static AsyncRequest accepted(
      String id, AsyncTarget target, AsyncTerms terms, String deploymentId, Instant now) {
    var state = new Queued(now, now, now.plus(terms.maxTimeInQueue()), 0);
    var webhook =
        terms.webhook() == null ? new AsyncWebhook.Unwanted() : new AsyncWebhook.Awaiting();
    return new AsyncRequest(id, target, terms, now, deploymentId, state, webhook);
  }

  /// It is sent, or, where it has waited too long, expires.
  public static AsyncRequest started(AsyncRequest r, Instant now) {
    var s = queued(r);
    if (!now.isBefore(s.expiresAt())) {
      return expired(r, now);
    }
    return r.with(new InProgress(now, s.expiresAt(), s.attempts() + 1));
  }

  /// It waited longer than its caller allowed.
  public static AsyncRequest expired(AsyncRequest r, Instant now) {
    var _ = queued(r);
    var error =
        new AsyncError(
            Code.MODEL_UNAVAILABLE,
            "The request was not taken by a model within max_time_in_queue_seconds, %d."
                .formatted(r.terms().maxTimeInQueue().toSeconds()));
    return ended(r, new Expired(now, error), now);
  }

  public static Cancel cancel(AsyncRequest r, Instant now) {
    return r.state() instanceof Queued
        ? new Cancel.Done(ended(r, new Canceled(now), now))
        : new Cancel.Refused(r.status());
  }

  /// The one who waited for the answer is gone: whether there was one is not known.
  public static AsyncRequest abandoned(AsyncRequest r, Instant now) {
    return again(
        r,
        new AsyncError(
            Code.INTERNAL_SERVER_ERROR, "The server stopped before it had the model's answer."),
        now);
  }

  public static AsyncRequest replied(AsyncRequest r, AsyncReply reply, Instant now) {
    return switch (reply) {
      case AsyncReply.Answered a -> answered(r.servedBy(a.deploymentId()), a, now);
      case AsyncReply.TooLong t ->
          failed(
              r.servedBy(t.deploymentId()),
              new AsyncError(
                  Code.INTERNAL_SERVER_ERROR,
                  "The model's answer is longer than %d bytes, which is the most that a webhook is sent. Let the model store its answer."
                      .formatted(t.limitBytes())),
              now);
      case AsyncReply.NotServed n -> notServed(r, n, now);
      case AsyncReply.Broken b -> again(r, new AsyncError(Code.MODEL_UNAVAILABLE, b.why()), now);
    };
  }

  private static AsyncRequest answered(AsyncRequest r, AsyncReply.Answered a, Instant now) {
    if (a.status() >= 200 && a.status() < 300) {
      return ended(r, new Succeeded(now), now);
    }
    var said = a.excerpt().isEmpty() ? "" : ": " + a.excerpt();
    var error = new AsyncError(code(a.status()), "The model answered " + a.status() + said);
    return a.status() >= 500 || a.status() == 429 ? again(r, error, now) : failed(r, error, now);
  }

  private static AsyncRequest notServed(AsyncRequest r, AsyncReply.NotServed n, Instant now) {
    int status = n.status();
    if (status == NOT_READY || status == FULL || status == UNAVAILABLE) {
      return waiting(r, now);
    }
    var error = new AsyncError(code(status), n.why());
    return status >= 500 ? again(r, error, now) : failed(r, error, now);
  }

  /// By the published table, from the HTTP status of an answer that is none.
  private static Code code(int status) {
    if (status == 404) {
      return Code.MODEL_DOES_NOT_EXIST;
    }
    if (status == 502 || status == UNAVAILABLE || status == FULL) {
      return Code.MODEL_UNAVAILABLE;
    }
    if (status == 504) {
      return Code.MODEL_PREDICT_TIMEOUT;
    }
    return status >= 400 && status < 500 ? Code.MODEL_INVALID_INPUT : Code.MODEL_PREDICT_ERROR;
  }

  /// No model had it: it goes back as if it had not been sent.
  private static AsyncRequest waiting(AsyncRequest r, Instant now) {
    var s = inProgress(r);
    var state = new Queued(now, now.plus(WAIT), s.expiresAt(), s.attempts() - 1);
    return now.isBefore(s.expiresAt()) ? r.with(state) : expired(r.with(state), now);
  }

  /// A model may have had it: the next attempt, where one is left.
  private static AsyncRequest again(AsyncRequest r, AsyncError error, Instant now) {
    var s = inProgress(r);
    var retries = r.terms().retries();
    if (s.attempts() >= retries.maxAttempts()) {
      return failed(r, error, now);
    }
    var delay = retries.after(s.attempts());
    var spent = Duration.between(s.since(), now);
    // A clock that was set back must not make it expire at once.
    var expires = s.expiresAt().plus(spent.isNegative() ? Duration.ZERO : spent).plus(delay);
    return r.with(new Queued(now, now.plus(delay), expires, s.attempts()));
  }

  private static AsyncRequest failed(AsyncRequest r, AsyncError error, Instant now) {
    return ended(r, new Failed(now, error), now);
  }

  private static AsyncRequest ended(AsyncRequest r, Ended state, Instant now) {
    var webhook =
        switch (r.webhook()) {
          case AsyncWebhook.Awaiting _ ->
              state instanceof Canceled
                  ? new AsyncWebhook.Dropped(now)
                  : new AsyncWebhook.Due(0, now);
          case AsyncWebhook.Unwanted w -> w;
          case AsyncWebhook.Due _,
              AsyncWebhook.Delivered _,
              AsyncWebhook.Undelivered _,
              AsyncWebhook.Dropped _ ->
              throw unexpected(r, "its first end");
        };
    return r.with(state).with(webhook);
  }

  /// An attempt to post the result was made.
  ///
  /// @param status of the receiver's answer; 0: there was none
  public static AsyncRequest posted(AsyncRequest r, int status, Instant now) {
    if (!(r.webhook() instanceof AsyncWebhook.Due due)) {
      throw unexpected(r, "a result that is to be posted");
    }
    if (status >= 200 && status < 300) {
      return r.with(new AsyncWebhook.Delivered(now));
    }
    int attempts = due.attempts() + 1;
    boolean repeatable =
        status == 0 || status == 500 || status == 502 || status == UNAVAILABLE || status == 504;
    return repeatable && attempts < WEBHOOK_ATTEMPTS
        ? r.with(new AsyncWebhook.Due(attempts, now.plus(WEBHOOK_DELAY)))
        : r.with(new AsyncWebhook.Undelivered(now));
  }

  private static Queued queued(AsyncRequest r) {
    if (r.state() instanceof Queued s) {
      return s;
    }
    throw unexpected(r, "QUEUED");
  }

  private static InProgress inProgress(AsyncRequest r) {
    if (r.state() instanceof InProgress s) {
      return s;
    }
    throw unexpected(r, "IN_PROGRESS");
  }

  private static IllegalStateException unexpected(AsyncRequest r, String expected) {
    return new IllegalStateException(
        "asynchronous request %s: %s, webhook %s (expected: %s)"
            .formatted(r.id(), r.state(), r.webhook(), expected));
  }
}
