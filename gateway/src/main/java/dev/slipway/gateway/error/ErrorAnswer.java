package dev.slipway.gateway.error;

import dev.slipway.wire.InferenceBodies.ErrorResponse;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An error that the gateway answers with itself: its status, and a body that says what was wrong
/// and what to do. The bytes of the body are made once.
public sealed class ErrorAnswer permits MethodNotAllowed {
  /// The published codes.
  public enum Code {
    CLIENT_ERROR,
    INTERNAL_BASETEN_ERROR,
    MODEL_DOES_NOT_EXIST,
    MODEL_NOT_READY,
    MODEL_UNAVAILABLE,
    PAYLOAD_TOO_LARGE,
    RATE_LIMITED,
    TIMEOUT,
    UNAUTHORIZED
  }

  private final int status;
  private final byte[] json;

  /// @param error for people; published texts are kept to the letter
  /// @param detail null: there is nothing to add
  public ErrorAnswer(int status, Code code, String error, @Nullable String detail) {
    this.status = status;
    this.json =
        InferenceJson.writeError(
            new ErrorResponse(error, code.name().toLowerCase(Locale.ROOT), detail));
  }

  public ErrorAnswer(int status, Code code, String error) {
    this(status, code, error, null);
  }

  public final int status() {
    return status;
  }

  public final Buffer body() {
    return Buffer.buffer(json);
  }

  @Override
  public String toString() {
    return status + " " + body();
  }
}
