package dev.slipway.domain.settings;

import java.time.Duration;
import java.time.Instant;

/// The arithmetic of a canary: [#STAGES] stages of equal length, stage k carrying 10·k percent, the
/// last one 100 percent. The first stage begins at once; after the last one the ramp is over.
///
/// @param total length of the whole ramp, from 0 up
public record RampPlan(Duration total) {
  /// Stages of a ramp, as published.
  public static final int STAGES = 10;

  /// How long a ramp may stand still for want of ready candidate replicas.
  public static final Duration STALL_TIMEOUT = Duration.ofMinutes(10);

  public RampPlan {
    if (total.isNegative()) {
      throw new IllegalArgumentException("total: " + total + " (expected: zero or more)");
    }
  }

  /// Length of one stage.
  public Duration stage() {
    return total.dividedBy(STAGES);
  }

  /// The candidate's share in `stage`, 1 to [#STAGES].
  public int percent(int stage) {
    if (stage < 1 || stage > STAGES) {
      throw new IllegalArgumentException("stage: " + stage + " (expected: 1 to " + STAGES + ")");
    }
    return stage * 100 / STAGES;
  }

  public boolean isLast(int stage) {
    return stage == STAGES;
  }

  /// When the stage that begins now ends. A tick that is late by less than a stage keeps the
  /// schedule; one that is later (the server was down) starts a whole stage, so that no stage is
  /// ever skipped or cut short.
  ///
  /// @param due when the stage should have begun
  /// @param now when it begins
  public Instant endOfStage(Instant due, Instant now) {
    boolean onSchedule = now.isBefore(due.plus(stage()));
    return (onSchedule ? due : now).plus(stage());
  }
}
