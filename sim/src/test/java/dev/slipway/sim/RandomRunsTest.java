package dev.slipway.sim;

import org.junit.jupiter.api.Test;

/// Random sequences of commands and faults against the real engine. What is promised is asked after
/// each step. A seed that failed becomes a test with a name of its own.
///
/// `slipway.test.runs` (default 200) says how many, `slipway.test.seed` (default 1) where the seeds
/// begin.
class RandomRunsTest {
  private static final int RUNS = Integer.getInteger("slipway.test.runs", 200);
  private static final long FIRST_SEED = Long.getLong("slipway.test.seed", 1);

  @Test
  void thePromisesHoldAfterEveryStepAndEveryPromotionEnds() {
    for (int i = 0; i < RUNS; i++) {
      new RandomRun(FIRST_SEED + i).run();
    }
  }
}
