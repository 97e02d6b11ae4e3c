package dev.slipway.engine.answer;

/// The reason why a command was not carried out; nothing was written.
///
/// @param message what was wrong, what was expected, what to do
public record Refusal(Kind kind, String message) {
  public enum Kind {
    /// The request does not hold as things stand.
    INVALID,
    /// What it names does not exist.
    NOT_FOUND,
    /// The caller may not do this.
    FORBIDDEN,
    /// Another call does the same at this moment.
    CONFLICT,
    /// The caller has used up what it may have.
    TOO_MANY
  }
}
