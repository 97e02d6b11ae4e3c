package dev.slipway.domain.async;

/// What came of sending an asynchronous request once.
public sealed interface AsyncReply {

  /// A model answered, to the end.
  ///
  /// @param status its HTTP status
  /// @param excerpt the beginning of its answer where that is an error; else empty
  record Answered(String deploymentId, int status, String excerpt) implements AsyncReply {}

  /// A model's answer is longer than what can be kept for a webhook.
  record TooLong(String deploymentId, long limitBytes) implements AsyncReply {}

  /// The gateway answered itself.
  ///
  /// @param status its HTTP status
  /// @param why its words
  record NotServed(int status, String why) implements AsyncReply {}

  /// No answer, or one that broke off.
  record Broken(String why) implements AsyncReply {}
}
