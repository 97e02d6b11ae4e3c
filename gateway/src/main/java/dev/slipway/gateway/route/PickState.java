package dev.slipway.gateway.route;

import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import org.jspecify.annotations.Nullable;

/// The memory of one request from one pick to the next.
///
/// The side is drawn once for each generation of the split, so that a request that waited, or is
/// sent again, does not count twice in the shares.
public final class PickState {
  private static final long NONE = Long.MIN_VALUE;
  private long generation = NONE;
  private boolean candidate;
  private long under = NONE;

  /// A replica that just failed this request: another one is preferred.
  @Nullable public Endpoint avoid;

  /// It carries nothing and only asks: of the stable side, without a draw that would count.
  public boolean asks;

  /// It comes from the front of a line, and need not stand behind it.
  public boolean woken;

  /// Whether its last pick was under this generation.
  public boolean pickedUnder(long current) {
    return under == current;
  }

  void pickingUnder(long current) {
    under = current;
  }

  boolean towardsCandidate(Resolved.Split split) {
    if (asks) {
      return false;
    }
    if (generation != split.generation()) {
      generation = split.generation();
      candidate = Picker.isCandidates(split.sequence().getAndIncrement(), split.percent());
    }
    return candidate;
  }
}
