package dev.slipway.gateway.proxy;

import dev.slipway.gateway.error.ErrorAnswer;

/// The result of reading how a body is framed.
public sealed interface BodyReading permits Body, BodyReading.Unfit {

  /// The head announces a body that is not read, and `why`.
  record Unfit(ErrorAnswer why) implements BodyReading {}
}
