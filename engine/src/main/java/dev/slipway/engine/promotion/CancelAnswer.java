package dev.slipway.engine.promotion;

import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The answer to a cancel.
///
/// @param promotionId the promotion that was cancelled
/// @param canceled true: CANCELED, every gateway has confirmed; false: RAMPING_DOWN
public record CancelAnswer(String promotionId, boolean canceled, String message) {

  /// For a promotion whose cancel was accepted before.
  public static CancelAnswer now(Promotion p) {
    return of(p, p);
  }

  /// @param now the promotion as it stands by now; null: gone with its environment
  /// @param accepted as it stood when the cancel was accepted
  static CancelAnswer of(@Nullable Promotion now, Promotion accepted) {
    String name = accepted.environment().name();
    PromotionState state =
        now == null ? new PromotionState.Canceled(startOf(accepted)) : now.state();
    String message =
        switch (state) {
          case PromotionState.Canceled _ -> "Promotion to " + name + " was successfully canceled.";
          case PromotionState.WayBack r ->
              "Promotion to %s is ramping down: traffic returns to the previous deployment as its %d replicas become ready."
                  .formatted(name, r.total());
          case PromotionState.RampingDown _, PromotionState.Unreadable _ ->
              "Promotion to "
                  + name
                  + " is ramping down: traffic is written back to the previous deployment, the gateways' confirmation is awaited.";
          case PromotionState.Forwarding _, PromotionState.Succeeded _ ->
              "The cancel of the promotion to "
                  + name
                  + " was accepted, and then overruled by force_roll_forward_promotion.";
          case PromotionState.Failed f ->
              "Promotion to " + name + " has failed, its traffic is back: " + f.reason();
          case PromotionState.Releasing _,
              PromotionState.Held _,
              PromotionState.RampingUp _,
              PromotionState.Paused _,
              PromotionState.RollingUp _,
              PromotionState.RollingToPause _,
              PromotionState.Stabilizing _,
              PromotionState.RollingPaused _ ->
              throw new IllegalStateException(
                  "promotion %s: %s after a cancel (expected: none of the ways up)"
                      .formatted(accepted.id(), state.status()));
        };
    return new CancelAnswer(accepted.id(), state instanceof PromotionState.Canceled, message);
  }

  private static Instant startOf(Promotion p) {
    return p.terms().startedAt();
  }
}
