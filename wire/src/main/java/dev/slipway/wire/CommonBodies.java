package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// Bodies that several resources share.
public final class CommonBodies {
  private CommonBodies() {}

  /// Every refusal of the management API.
  ///
  /// @param code for example VALIDATION_ERROR
  /// @param message what was wrong, what was expected, what to do
  public record ErrorBody(String code, String message) {}

  /// The place where a list goes on.
  ///
  /// @param cursor null where there is no more
  public record PaginationResponseV1(boolean hasMore, @Nullable String cursor) {}

  /// Refusal of a call that came too soon; as published, in another shape than all other refusals.
  ///
  /// @param retryAfter seconds until the next call may come, 1 or more
  public record RateLimitBody(String error, long retryAfter) {}

  /// Whether the server works.
  ///
  /// @param status ok or ready
  public record StatusBody(String status) {}

  /// Whether the server can do its work.
  ///
  /// @param status ready
  /// @param warning what will keep it from that if nobody helps, such as a disk that is getting
  ///   full; null: nothing
  public record ReadyBody(String status, @Nullable String warning) {}
}
