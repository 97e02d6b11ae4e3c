/// The engine's tests: the real engine on fakes and manual time, by scenario and by random runs;
/// what stands in the engine's own module tests single classes. Start reading at
/// `PromotionScenarioTest`, then `RandomRun` and the `Oracle` that judges it.
@NullMarked
package dev.slipway.sim;

import org.jspecify.annotations.NullMarked;
