package dev.slipway.domain.environment;

/// An environment's traffic split together with its generation. The generation grows by one with
/// every change of the split, so that a gateway, a fence and a receipt can speak of the same
/// moment.
///
/// @param generation 0 for an environment that never had a split, then 1, 2, …
public record Routing(long generation, Split split) {
  public static final Routing EMPTY = new Routing(0, new Split.None());

  /// The routing after a change to `next`; this one unchanged where nothing changes.
  public Routing to(Split next) {
    return next.equals(split) ? this : new Routing(generation + 1, next);
  }
}
