package dev.slipway.gateway;

/// A body, or why there can be none.
sealed interface BodyReading permits Body, BodyReading.Unfit {

  /// The head announces no body that can be read.
  record Unfit(ErrorAnswer why) implements BodyReading {}
}
