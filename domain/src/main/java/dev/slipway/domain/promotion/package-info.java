/// Promotions: the sealed states, what time and observation bring about, and what operators may
/// ask; pure. Start reading at `PromotionState`, then `PromotionMachine`, then `PromotionCommands`.
@NullMarked
package dev.slipway.domain.promotion;

import org.jspecify.annotations.NullMarked;
