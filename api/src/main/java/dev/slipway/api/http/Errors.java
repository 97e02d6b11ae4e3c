package dev.slipway.api.http;

import dev.slipway.api.input.Problem;
import dev.slipway.domain.settings.InvalidSetting;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.answer.Refusal;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.wire.CommonBodies.ErrorBody;
import dev.slipway.wire.CommonBodies.RateLimitBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The error table: maps every refusal and every exception to a [Problem].
public final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private final Ids ids;

  public Errors(Ids ids) {
    this.ids = ids;
  }

  /// The value of an answer.
  ///
  /// @throws Problem where the engine refused
  public static <T> T value(Answer<T> answer) {
    return switch (answer) {
      case Answer.Ok<T>(var value) -> value;
      case Answer.No<T>(var refusal) -> throw problem(refusal);
    };
  }

  /// The value of an answer; null where the engine refused.
  public static <T> @Nullable T valueOrNull(Answer<T> answer) {
    return switch (answer) {
      case Answer.Ok<T>(var value) -> value;
      case Answer.No<T> _ -> null;
    };
  }

  private static Problem problem(Refusal refusal) {
    return switch (refusal.kind()) {
      case INVALID -> Problem.invalid(refusal.message());
      case NOT_FOUND -> Problem.notFound(refusal.message());
      case FORBIDDEN -> Problem.forbidden(refusal.message());
      case CONFLICT -> Problem.conflict(refusal.message());
      case TOO_MANY -> Problem.tooMany(refusal.message());
    };
  }

  /// @param where the route, for the log
  public Problem problem(Throwable thrown, String where) {
    return switch (thrown) {
      case Problem p -> p;
      case InvalidSetting s -> Problem.invalid(String.valueOf(s.getMessage()));
      case StoreException s when s.retryable() ->
          Problem.unavailable(
              "The store is busy; nothing was written. Try again. (" + logged(s, where) + ")");
      default ->
          Problem.internal(
              "The server failed; its log has the cause. (" + logged(thrown, where) + ")");
    };
  }

  /// The form of the management API.
  static Reply json(Problem p) {
    if (p.retryAfter() > 0) {
      return Reply.json(p.status(), new RateLimitBody(p.message(), p.retryAfter()))
          .with("Retry-After", String.valueOf(p.retryAfter()));
    }
    return Reply.json(p.status(), new ErrorBody(p.code(), p.message()));
  }

  private String logged(Throwable thrown, String where) {
    String id = ids.next();
    LOG.atError()
        .addKeyValue("requestId", id)
        .addKeyValue("route", where)
        .setCause(thrown)
        .log("request failed; its caller was answered with this requestId");
    return "request " + id;
  }
}
