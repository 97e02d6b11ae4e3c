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

  private final boolean asks;
  private @Nullable Endpoint avoided;
  private boolean woken;

  /// Of a request that is to be carried to a replica.
  public PickState() {
    this(false);
  }

  private PickState(boolean asks) {
    this.asks = asks;
  }

  /// Of a request that carries nothing and only asks whether there is a place: on the stable side,
  /// without a draw that would count.
  public static PickState asking() {
    return new PickState(true);
  }

  /// Prefers another replica over `failed`, which just failed this request.
  public void avoid(Endpoint failed) {
    avoided = failed;
  }

  /// Takes the replica that failed where there is no other.
  void avoidNothing() {
    avoided = null;
  }

  @Nullable Endpoint avoided() {
    return avoided;
  }

  /// It comes from the front of a line, and need not stand behind it.
  public void leftLine() {
    woken = true;
  }

  /// Its stay in the line has ended, with a place or without.
  public void lineEnded() {
    woken = false;
  }

  boolean isWoken() {
    return woken;
  }

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
