package dev.slipway.api;

import dev.slipway.api.http.Request;
import dev.slipway.api.input.Limits;
import dev.slipway.api.input.Problem;
import org.jspecify.annotations.Nullable;

/// Reads the reason of a command: a query parameter, or a field of the body.
final class Reasons {
  private Reasons() {}

  /// @return null: none was given
  static @Nullable String of(Request request) {
    String query = request.query().text("reason", Limits.REASON);
    String body = request.body().strict("reason").text("reason", Limits.REASON);
    if (query != null && body != null) {
      throw Problem.invalid(
          "reason: given as query parameter and in the body (expected: in one of the two)");
    }
    String reason = query != null ? query : body;
    return reason == null || reason.isEmpty() ? null : reason;
  }
}
