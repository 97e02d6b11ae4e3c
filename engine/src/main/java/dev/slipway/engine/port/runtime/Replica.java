package dev.slipway.engine.port.runtime;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A replica as the runtime observes it.
///
/// @param state what it does at the moment
/// @param address where it listens; null: it has no process yet
/// @param startedAt when it was first started
/// @param failedStarts starts in a row that ended before it was ready, 0 or more
/// @param lastFailure how the last process ended, with the end of its log; null: none did
public record Replica(
    String id,
    String deploymentId,
    State state,
    @Nullable Address address,
    Instant startedAt,
    int failedStarts,
    @Nullable String lastFailure) {

  public enum State {
    /// It has, or is about to have, a process that does not answer its readiness probe yet.
    STARTING,
    /// It answers its readiness probe.
    READY,
    /// It was ready and does not answer now, or its process ended and waits for its restart.
    UNHEALTHY,
    /// It was asked to end.
    STOPPING
  }

  /// @param host a loopback name or address
  /// @param port 1 to 65535
  public record Address(String host, int port) {}

  public boolean ready() {
    return state == State.READY && address != null;
  }
}
