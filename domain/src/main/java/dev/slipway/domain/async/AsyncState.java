package dev.slipway.domain.async;

import java.time.Instant;

/// Where an asynchronous request stands. Each state owns exactly the data it needs; states that
/// have ended absorb.
public sealed interface AsyncState {

  /// It waits to be sent, for the first time or again.
  ///
  /// @param dueAt not before this moment
  /// @param expiresAt where it was not sent by this moment, it expires
  /// @param attempts that were made, 0 or more
  record Queued(Instant since, Instant dueAt, Instant expiresAt, int attempts)
      implements AsyncState {}

  /// It was handed to the gateway.
  ///
  /// @param expiresAt until when it might have waited
  /// @param attempts this one included, 1 or more
  record InProgress(Instant since, Instant expiresAt, int attempts) implements AsyncState {}

  /// It is over.
  sealed interface Ended extends AsyncState {
    Instant at();
  }

  record Succeeded(Instant at) implements Ended {}

  record Failed(Instant at, AsyncError error) implements Ended {}

  /// It waited longer than its caller allowed.
  record Expired(Instant at, AsyncError error) implements Ended {}

  /// Its caller took it back while it was queued.
  record Canceled(Instant at) implements Ended {}

  /// When it came into this state.
  default Instant since() {
    return switch (this) {
      case Queued s -> s.since();
      case InProgress s -> s.since();
      case Ended s -> s.at();
    };
  }

  /// The published name of the state.
  default String status() {
    return switch (this) {
      case Queued _ -> "QUEUED";
      case InProgress _ -> "IN_PROGRESS";
      case Succeeded _ -> "SUCCEEDED";
      case Failed _ -> "FAILED";
      case Expired _ -> "EXPIRED";
      case Canceled _ -> "CANCELED";
    };
  }
}
