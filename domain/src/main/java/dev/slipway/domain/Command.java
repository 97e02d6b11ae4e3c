package dev.slipway.domain;

/// What an operator asks of a promotion.
public sealed interface Command {

  /// Take the promotion back.
  record Cancel() implements Command {}

  /// Start a promotion.
  record Promote() implements Command {}
}
