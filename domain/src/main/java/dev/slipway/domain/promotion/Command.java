package dev.slipway.domain.promotion;

/// What an operator asks of a promotion in progress. To start one is no command of a promotion:
/// [PromotionCommands#whyNotPromote].
public sealed interface Command {

  /// Take the promotion back, no faster than the previous deployment can carry it.
  record Cancel() implements Command {}

  /// Take the promotion back at once, whatever the previous deployment can carry.
  record ForceCancel() implements Command {}

  /// Hold the split where it is once the step that is under way has ended.
  record Pause() implements Command {}

  /// Go on after a pause.
  record Resume() implements Command {}

  /// Give the candidate everything at once, and end.
  record ForceRollForward() implements Command {}

  /// The kind of the line that it leaves in the promotion's record.
  default LineKind kind() {
    return switch (this) {
      case Cancel _ -> LineKind.GRACEFUL_CANCEL;
      case ForceCancel _ -> LineKind.FORCE_CANCEL;
      case Pause _ -> LineKind.PAUSE;
      case Resume _ -> LineKind.RESUME;
      case ForceRollForward _ -> LineKind.FORCE_ROLL_FORWARD;
    };
  }

  /// The published name of the action in the audit log.
  default String action() {
    return kind().name();
  }
}
