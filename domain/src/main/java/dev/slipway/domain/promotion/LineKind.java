package dev.slipway.domain.promotion;

/// The kind of a line in a promotion's record. Its name is stored and shown by the API, so that a
/// name never changes.
public enum LineKind {
  /// The promotion began.
  STARTED,
  /// Traffic was shifted.
  SHIFT,
  /// Replicas were asked for, without a shift.
  SCALE,
  /// A step of a rolling promotion began.
  STEP,
  STEP_COMPLETE,
  /// A pause has taken effect.
  PAUSED,
  /// The previous deployment has no ready replica: its traffic is held on the candidate.
  PREVIOUS_DOWN,
  PREVIOUS_BACK,
  GRACEFUL_CANCEL,
  FORCE_CANCEL,
  PAUSE,
  RESUME,
  FORCE_ROLL_FORWARD,
  /// The promotion has failed, and its traffic is on its way back.
  FAILING,
  /// All traffic was written back.
  RETURNED,
  /// Every gateway has confirmed the routing.
  FENCED,
  SUCCEEDED,
  CANCELED,
  FAILED,
  /// The server was started anew: the counters of the next lines begin at zero.
  RESTARTED,
  /// How many replicas of the losing side are still to be stopped.
  STOPPING,
  /// The losing side's replicas are what the cleanup strategy says.
  SETTLED,
  /// The next promotion began before this one was settled.
  SUPERSEDED,
  /// A stored kind that this version does not know: a newer one wrote it.
  UNKNOWN;

  /// The kind that is stored as `name`; [#UNKNOWN] where this version has none of that name.
  public static LineKind stored(String name) {
    for (LineKind kind : values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    return UNKNOWN;
  }

  /// Whether an operator asked for it, so that the line names the actor and the reason.
  public boolean asked() {
    return switch (this) {
      case GRACEFUL_CANCEL, FORCE_CANCEL, PAUSE, RESUME, FORCE_ROLL_FORWARD -> true;
      case STARTED,
          SHIFT,
          SCALE,
          STEP,
          STEP_COMPLETE,
          PAUSED,
          PREVIOUS_DOWN,
          PREVIOUS_BACK,
          FAILING,
          RETURNED,
          FENCED,
          SUCCEEDED,
          CANCELED,
          FAILED,
          RESTARTED,
          STOPPING,
          SETTLED,
          SUPERSEDED,
          UNKNOWN ->
          false;
    };
  }

  /// Whether no line follows it.
  public boolean last() {
    return this == SETTLED || this == SUPERSEDED;
  }

  /// Whether what the candidate serves after it is no longer this promotion's.
  public boolean endsCounting() {
    return this == SUCCEEDED || last();
  }
}
