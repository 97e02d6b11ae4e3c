package dev.slipway.domain.promotion;

import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.settings.Cleanup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be written, all in one transaction.
///
/// @param next the promotion's next state
/// @param routing the environment's routing after the decision
/// @param consequences what else changes with it, in order
/// @param changed false where nothing is to be written
/// @param wakeAt when to look again without being nudged; null: only when nudged
public record Decision(
    PromotionState next,
    Routing routing,
    List<Consequence> consequences,
    boolean changed,
    @Nullable Instant wakeAt) {

  public Decision {
    consequences = List.copyOf(consequences);
  }

  /// What changes beside the promotion and the split.
  public sealed interface Consequence {

    /// The environment's current deployment becomes `deployment`.
    record MakeCurrent(String deployment) implements Consequence {}

    /// The environment has no candidate any more.
    record ClearCandidate() implements Consequence {}

    /// The losing side's replicas are brought to what `cleanup` says.
    record Release(String deployment, Cleanup cleanup) implements Consequence {}

    /// `deployment` is to have `replicas` replicas.
    record Scale(String deployment, int replicas) implements Consequence {}

    /// `deployment`, which is inactive, is to serve again, with at least `replicas` replicas.
    record Activate(String deployment, int replicas) implements Consequence {}

    /// A line of the promotion's record.
    record Note(LineKind kind, String text) implements Consequence {}
  }

  /// This decision with `note` after the others.
  Decision with(Consequence note) {
    List<Consequence> all = new ArrayList<>(consequences);
    all.add(note);
    return new Decision(next, routing, all, true, wakeAt);
  }

  /// This decision with `note` before the others.
  Decision first(Consequence note) {
    List<Consequence> all = new ArrayList<>(List.of(note));
    all.addAll(consequences);
    return new Decision(next, routing, all, true, wakeAt);
  }

  static Decision write(
      PromotionState next,
      Routing routing,
      @Nullable Instant wakeAt,
      List<Consequence> consequences) {
    return new Decision(next, routing, consequences, true, wakeAt);
  }

  static Decision keep(PromotionState state, Routing routing, @Nullable Instant wakeAt) {
    return new Decision(state, routing, List.of(), false, wakeAt);
  }
}
