package dev.slipway.engine.port.routes;

/// Request counts by HTTP status class.
///
/// @param ok 2xx
/// @param redirected 3xx
/// @param refused 4xx, and those whose client went away
/// @param failed 5xx, and those that were lost
public record StatusCounts(long ok, long redirected, long refused, long failed) {
  public static final StatusCounts NONE = new StatusCounts(0, 0, 0, 0);

  public StatusCounts plus(StatusCounts o) {
    return new StatusCounts(
        ok + o.ok, redirected + o.redirected, refused + o.refused, failed + o.failed);
  }

  /// The difference to `b`; all of it, where the counters were reset in between.
  public StatusCounts since(StatusCounts b) {
    boolean grown =
        ok >= b.ok && redirected >= b.redirected && refused >= b.refused && failed >= b.failed;
    return grown
        ? new StatusCounts(
            ok - b.ok, redirected - b.redirected, refused - b.refused, failed - b.failed)
        : this;
  }
}
