package dev.slipway.engine.port.runtime;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A replica as the runtime observes it.
///
/// @param state what it does at the moment
/// @param address where it listens; null: it has no process yet
/// @param startedAt when it was first started
/// @param history what became of its processes
public record Replica(
    String id,
    String deploymentId,
    State state,
    @Nullable Address address,
    Instant startedAt,
    History history) {

  /// What became of a replica's processes since this server knows it.
  ///
  /// @param failedStarts starts in a row that ended before it was ready, 0 or more
  /// @param restarts processes that ended and were, or are being, followed by another, 0 or more
  /// @param lastFailure how the last process ended, with the end of its log; null: none did
  /// @param notReady why its process is not ready that takes long to start, as part of a sentence:
  ///   the last probe, its answer, and where the process listens; null: it is ready, was, or has
  ///   not taken long yet
  public record History(
      int failedStarts, int restarts, @Nullable String lastFailure, @Nullable String notReady) {
    public static final History NONE = new History(0, 0, null, null);
  }

  public enum State {
    /// It has, or is about to have, a process that does not answer its readiness probe yet.
    STARTING,
    /// It answers its readiness probe.
    READY,
    /// It was ready, and completes answers to requests, but its probes get none: it has no room for
    /// them.
    BUSY,
    /// It was ready, its process runs and connections to it are accepted, but for [Runtime#SILENCE]
    /// neither a probe nor a request was answered. It may be busy with one long request, or hang:
    /// it keeps its requests and its share, and nothing moves on towards it.
    SILENT,
    /// It was ready, and refuses or breaks connections, says that it is unhealthy, or was silent
    /// for longer than its thresholds allow; or its process ended and waits for its restart.
    UNHEALTHY,
    /// It was asked to end.
    STOPPING
  }

  /// @param host a loopback name or address
  /// @param port 1 to 65535
  public record Address(String host, int port) {}

  /// Whether it is given requests: it was ready, and nothing shows that it is dead. Being busy is
  /// no reason to route around it.
  public boolean ready() {
    return address != null
        && switch (state) {
          case READY, BUSY, SILENT -> true;
          case STARTING, UNHEALTHY, STOPPING -> false;
        };
  }

  /// Whether it is ready and has lately answered a probe or a request.
  public boolean responding() {
    return ready() && state != State.SILENT;
  }

  public int failedStarts() {
    return history.failedStarts();
  }

  public @Nullable String lastFailure() {
    return history.lastFailure();
  }
}
