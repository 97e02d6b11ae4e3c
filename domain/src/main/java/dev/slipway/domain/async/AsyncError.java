package dev.slipway.domain.async;

/// Why an asynchronous request has no result.
///
/// @param message for people; may quote the model
public record AsyncError(Code code, String message) {

  /// The published codes that occur here.
  public enum Code {
    MODEL_PREDICT_ERROR,
    MODEL_PREDICT_TIMEOUT,
    MODEL_NOT_READY,
    MODEL_DOES_NOT_EXIST,
    MODEL_UNAVAILABLE,
    MODEL_INVALID_INPUT,
    INTERNAL_SERVER_ERROR
  }
}
