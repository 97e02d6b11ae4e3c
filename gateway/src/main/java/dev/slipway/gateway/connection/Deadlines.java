package dev.slipway.gateway.connection;

import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/// The coarse clock of one lane, and the round over everything that has a deadline.
///
/// A request costs no timer: it notes when its time is up by the coarse clock, and one round every
/// 250 ms looks at all of them. The rounds stop where nothing is left to look at, and the clock
/// stands still meanwhile; [#ensureTicking] starts both again.
public final class Deadlines {
  /// How often deadlines are looked at, while there is something to look at.
  static final long TICK_MILLIS = 250;

  private final Vertx vertx;
  private final LongSupplier nanos;
  private final Round round;
  private long now;
  private boolean ticking;

  /// The work of one round.
  public interface Round {
    /// Ends what should have ended before `now`.
    ///
    /// @return whether anything is left that may have to be ended later
    boolean endOverdue(long now);
  }

  /// Called on the lane's event loop, as everything here.
  public Deadlines(Vertx vertx, LongSupplier nanos, Round round) {
    this.vertx = vertx;
    this.nanos = nanos;
    this.round = round;
    this.now = nanos.getAsLong();
  }

  /// The time of the last round, or of the last request that found none pending: good for
  /// deadlines.
  public long now() {
    return now;
  }

  public void ensureTicking() {
    if (!ticking) {
      ticking = true;
      now = nanos.getAsLong();
      vertx.setTimer(TICK_MILLIS, _ -> tick());
    }
  }

  private void tick() {
    ticking = false;
    now = nanos.getAsLong();
    if (round.endOverdue(now)) {
      ensureTicking();
    }
  }
}
