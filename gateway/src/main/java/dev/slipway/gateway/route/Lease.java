package dev.slipway.gateway.route;

import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import org.jspecify.annotations.Nullable;

/// The right of one request to one place on one replica, from the pick to the end of the answer.
///
/// WAITING → SENT → ENDED, or WAITING → ENDED. Used on the event loop of one lane only. Each way to
/// end it may be called at any time and any number of times: the first one counts.
public final class Lease implements Pick {
  public enum Stage {
    WAITING,
    SENT,
    ENDED
  }

  private final long revision;
  private final Resolved.@Nullable Split split;
  private final CompiledTable.Side side;
  private final DeploymentRoute.Replica replica;
  private Stage stage = Stage.WAITING;
  private long sentNanos;
  private boolean tunnel;

  Lease(
      CompiledTable table,
      Resolved.@Nullable Split split,
      CompiledTable.Side side,
      DeploymentRoute.Replica replica) {
    this.revision = table.revision();
    this.split = split;
    this.side = side;
    this.replica = replica;
  }

  /// The revision of the table that it was picked under.
  long revision() {
    return revision;
  }

  /// The generation of the environment's split that it was picked under; -1: of no split.
  long generation() {
    return split == null ? -1 : split.generation();
  }

  public DeploymentRoute deployment() {
    return side.route();
  }

  public Endpoint endpoint() {
    return replica.endpoint();
  }

  public Stage stage() {
    return stage;
  }

  /// The head is about to be written.
  public void sent(long nanos, long epochMillis) {
    stage = Stage.SENT;
    sentNanos = nanos;
    side.counters().sent(epochMillis);
  }

  /// The head of the final answer came.
  public void headed(long nanos) {
    if (stage == Stage.SENT) {
      side.counters().headed(nanos - sentNanos);
    }
  }

  /// The replica agreed to a WebSocket.
  public void tunnelled() {
    if (stage == Stage.SENT && !tunnel) {
      tunnel = true;
      side.counters().tunnels(1);
    }
  }

  /// The answer went through to its end.
  public void answered(int code, long nanos) {
    if (stage == Stage.SENT) {
      side.counters().answered(code, nanos - sentNanos);
      end(true);
    }
  }

  /// The request found no answer, or one cut short by the replica, and is not sent again.
  public void lost() {
    switch (stage) {
      case SENT -> {
        side.counters().lost();
        end(false);
      }
      case WAITING -> {
        side.counters().unreachable();
        end(false);
      }
      case ENDED -> {}
    }
  }

  /// The client went away.
  public void clientGone() {
    if (stage == Stage.SENT) {
      side.counters().clientGone();
    }
    end(false);
  }

  /// The request is picked again.
  public void givenBack() {
    if (stage == Stage.SENT) {
      side.counters().sentAgain();
    }
    end(false);
  }

  private void end(boolean answered) {
    if (stage != Stage.ENDED) {
      stage = Stage.ENDED;
      if (tunnel) {
        side.counters().tunnels(-1);
      }
      if (answered) {
        replica.load().leaveAnswered();
      } else {
        replica.load().leave();
      }
      deployment().parking().pump();
    }
  }
}
