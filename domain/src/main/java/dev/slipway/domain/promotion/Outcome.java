package dev.slipway.domain.promotion;

/// The answer to a command. A refusal is a value, never an exception.
public sealed interface Outcome {

  /// The command holds; `decision` says what must be written. A repeated command has a decision
  /// that writes nothing.
  record Accepted(Decision decision) implements Outcome {}

  /// The command does not hold.
  ///
  /// @param message what was wrong, as the caller reads it
  record Refused(String message) implements Outcome {}
}
