package dev.slipway.engine.port.routes;

/// Requests that ended, by the class of their status.
///
/// @param ok 2xx
/// @param redirected 3xx
/// @param refused 4xx, and those whose client went away
/// @param failed 5xx, and those that were lost
public record Ended(long ok, long redirected, long refused, long failed) {
  public static final Ended NONE = new Ended(0, 0, 0, 0);

  public Ended plus(Ended o) {
    return new Ended(ok + o.ok, redirected + o.redirected, refused + o.refused, failed + o.failed);
  }

  /// What came since `before`; all of it, where the counting began anew in between.
  public Ended since(Ended b) {
    boolean grown =
        ok >= b.ok && redirected >= b.redirected && refused >= b.refused && failed >= b.failed;
    return grown
        ? new Ended(ok - b.ok, redirected - b.redirected, refused - b.refused, failed - b.failed)
        : this;
  }
}
