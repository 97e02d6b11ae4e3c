package dev.slipway.cli.demo;

import dev.slipway.cli.host.Failure;
import java.nio.file.Path;
import java.time.Duration;

/// The choices of a demo run.
///
/// @param ramp length of the canary
/// @param cancelAt the candidate's share in percent at which the promotion is taken back
/// @param rate requests a second
/// @param examples the directory that holds `digits`
public record DemoOptions(Duration ramp, int cancelAt, int rate, Path examples) {
  static final int MAX_RAMP_SECONDS = 3600;
  static final int MAX_RATE = 10_000;

  public DemoOptions {
    if (ramp.toSeconds() < 1 || ramp.toSeconds() > MAX_RAMP_SECONDS) {
      throw Failure.usage(
          "--ramp: " + ramp.toSeconds() + " (expected: 1 to " + MAX_RAMP_SECONDS + " seconds)");
    }
    if (cancelAt < 1 || cancelAt > 100) {
      throw Failure.usage("--cancel-at: " + cancelAt + " (expected: 1 to 100 percent)");
    }
    if (rate < 1 || rate > MAX_RATE) {
      throw Failure.usage(
          "--rate: " + rate + " (expected: 1 to " + MAX_RATE + " requests a second)");
    }
  }

  Path digits() {
    return examples.resolve("digits");
  }
}
