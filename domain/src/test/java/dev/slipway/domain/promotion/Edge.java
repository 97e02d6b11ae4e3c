package dev.slipway.domain.promotion;

import org.jspecify.annotations.Nullable;

/// One change of a promotion that is written: from which state, by what, to which.
///
/// @param from simple name of the state's class
/// @param cause the command's audit action, or [#SEEN]
/// @param to simple name of the next state's class; the same one where only numbers or shares
///   change
public record Edge(String from, String cause, String to) implements Comparable<Edge> {
  /// Time passed, or something was observed.
  public static final String SEEN = "seen";

  /// The edge that is taken from `p` by `command`, or by what is seen where it is null.
  ///
  /// @return null where nothing is written, or the command is refused
  static @Nullable Edge of(Promotion p, @Nullable Command command, Observation seen) {
    Decision d = decision(p, command, seen);
    return d == null || !d.changed()
        ? null
        : new Edge(name(p.state()), command == null ? SEEN : command.action(), name(d.next()));
  }

  /// @return null where the command is refused
  public static @Nullable Decision decision(
      Promotion p, @Nullable Command command, Observation seen) {
    if (command == null) {
      return PromotionMachine.decide(p, seen);
    }
    return switch (PromotionCommands.accept(p.environment(), p, command, seen)) {
      case Outcome.Accepted(var d) -> d;
      case Outcome.Refused _ -> null;
    };
  }

  public static String name(PromotionState state) {
    return state.getClass().getSimpleName();
  }

  @Override
  public int compareTo(Edge o) {
    return toString().compareTo(o.toString());
  }

  @Override
  public String toString() {
    return from + " --" + cause + "--> " + to;
  }
}
