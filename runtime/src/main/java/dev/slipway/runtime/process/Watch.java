package dev.slipway.runtime.process;

import dev.slipway.engine.port.runtime.ReplicaSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Messages to a replica's supervisor, and the ends of the watch over one process.
public final class Watch {
  private Watch() {}

  public sealed interface Event {
    record Exited(long pid, @Nullable Integer code) implements Event {}

    /// @param liveness false: it was the readiness probe
    /// @param nanos how long the answer took
    record Probed(long pid, boolean liveness, HttpProbe.Answer answer, int port, long nanos)
        implements Event {}

    /// No message: it is time to judge anew by what gateways know.
    record Look() implements Event {}

    record Stop(Duration grace) implements Event {}

    /// The spec of an adopted replica, which makes it one that is restarted.
    record Known(ReplicaSpec spec) implements Event {}

    record Close() implements Event {}
  }

  sealed interface End {
    /// @param reason a sentence; the process is gone, or is to be ended
    record Failed(String reason) implements End {}

    record Stopped(Duration grace) implements End {}

    record Closed() implements End {}
  }
}
