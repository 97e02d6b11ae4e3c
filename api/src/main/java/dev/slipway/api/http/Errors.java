package dev.slipway.api.http;

import dev.slipway.api.input.Problem;
import dev.slipway.domain.settings.InvalidSetting;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.answer.Refusal;
import dev.slipway.engine.loop.Repeats;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.wire.CommonBodies.ErrorBody;
import dev.slipway.wire.CommonBodies.RateLimitBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The error table: maps every refusal and every exception to a [Problem].
public final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private final Ids ids;
  private final Disk disk;
  private final Repeats repeats;

  /// @param disk of the data directory, for messages
  public Errors(Ids ids, Disk disk, InstantSource time) {
    this.ids = ids;
    this.disk = disk;
    this.repeats = new Repeats(time);
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
      case StoreException s -> stored(s.fault(), String.valueOf(s.getMessage()), s, where);
      case IOException e -> file(e, e, where);
      case UncheckedIOException e when e.getCause() != null -> file(e.getCause(), e, where);
      default -> failed(thrown, where);
    };
  }

  private Problem failed(Throwable thrown, String where) {
    return Problem.internal(
        "The server failed; its log has the cause. (" + logged(thrown, where) + ")");
  }

  private Problem file(IOException e, Throwable thrown, String where) {
    StorageFault fault = StorageFault.of(e);
    return fault == null
        ? failed(thrown, where)
        : stored(fault, fault.sentences(disk.space()), thrown, where);
  }

  private Problem stored(StorageFault fault, String message, Throwable thrown, String where) {
    return switch (fault) {
      case BUSY, INTERRUPTED, OUT_OF_FILES ->
          Problem.unavailable("UNAVAILABLE", said(fault, message, thrown, where), 1);
      case CLOSED -> Problem.unavailable("UNAVAILABLE", "The server is stopping.", 1);
      case FULL -> Problem.noRoom("DISK_FULL", said(fault, message, thrown, where));
      case QUOTA -> Problem.noRoom("DISK_QUOTA_EXCEEDED", said(fault, message, thrown, where));
      case READ_ONLY ->
          Problem.unavailable("STORAGE_READ_ONLY", said(fault, message, thrown, where), 0);
      case IO -> Problem.unavailable("STORAGE_FAILED", said(fault, message, thrown, where), 0);
      case PERMISSION ->
          Problem.unavailable("STORAGE_NOT_PERMITTED", said(fault, message, thrown, where), 0);
      case DAMAGED -> Problem.damaged(said(fault, message, thrown, where));
      case REFUSED -> failed(thrown, where);
    };
  }

  /// The message with the id of the call. Its line in the log has no stack: it is the disk's fault,
  /// not the program's, and comes with every call; so it comes once a minute.
  private String said(StorageFault fault, String message, Throwable thrown, String where) {
    String id = ids.next();
    repeats.say(
        fault.name(),
        more ->
            LOG.atError()
                .addKeyValue("requestId", id)
                .addKeyValue("route", where)
                .addKeyValue("fault", fault)
                .addKeyValue("cause", thrown.getMessage())
                .log("request refused, nothing was written{}", more));
    return message + " (request " + id + ")";
  }

  /// The form of the management API.
  static Reply json(Problem p) {
    boolean limited = p.retryAfter() > 0 && p.status() == 429;
    Reply reply =
        limited
            ? Reply.json(p.status(), new RateLimitBody(p.message(), p.retryAfter()))
            : Reply.json(p.status(), new ErrorBody(p.code(), p.message()));
    return p.retryAfter() > 0 ? reply.with("Retry-After", String.valueOf(p.retryAfter())) : reply;
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
