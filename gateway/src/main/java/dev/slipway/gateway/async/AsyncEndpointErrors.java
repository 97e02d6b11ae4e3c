package dev.slipway.gateway.async;

import dev.slipway.engine.async.AsyncRequests;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.gateway.error.ErrorAnswer;
import dev.slipway.gateway.error.ErrorAnswer.Code;
import dev.slipway.gateway.route.Address;

/// The errors of the asynchronous paths.
final class AsyncEndpointErrors {
  static final ErrorAnswer STARTING =
      new ErrorAnswer(
          503, Code.MODEL_UNAVAILABLE, "The server is starting", "Send it again in a moment.");
  static final ErrorAnswer BUSY =
      new ErrorAnswer(
          429,
          Code.RATE_LIMITED,
          "Too many asynchronous calls at a time",
          "Expected: at most " + AsyncEndpoints.MAX_CALLS + ". Send it again later.");
  static final ErrorAnswer QUEUE_FULL =
      new ErrorAnswer(
          429,
          Code.RATE_LIMITED,
          "The asynchronous queue is full",
          "Expected: fewer than "
              + AsyncRequests.MAX_QUEUED
              + " queued requests of one environment or deployment. Send it again later.");

  private AsyncEndpointErrors() {}

  /// Nothing was stored; what would help is in the failure's message.
  static ErrorAnswer notStored(StoreException failure) {
    return switch (failure.fault()) {
      case FULL ->
          new ErrorAnswer(
              507,
              Code.INTERNAL_BASETEN_ERROR,
              "The request could not be stored: the disk is full",
              failure.getMessage());
      case QUOTA ->
          new ErrorAnswer(
              507,
              Code.INTERNAL_BASETEN_ERROR,
              "The request could not be stored: the disk quota is used up",
              failure.getMessage());
      case READ_ONLY, IO, PERMISSION, DAMAGED ->
          new ErrorAnswer(
              503,
              Code.INTERNAL_BASETEN_ERROR,
              "The request could not be stored",
              failure.getMessage());
      case BUSY, INTERRUPTED, OUT_OF_FILES, CLOSED, REFUSED ->
          new ErrorAnswer(
              503,
              Code.INTERNAL_BASETEN_ERROR,
              "The request could not be stored",
              "Send it again. The log of the server has the cause, under the id in"
                  + " X-BASETEN-REQUEST-ID.");
    };
  }

  static ErrorAnswer noRequest(Address address) {
    return new ErrorAnswer(
        404,
        Code.CLIENT_ERROR,
        "Asynchronous request %s of model %s does not exist"
            .formatted(address.rest(), address.modelId()),
        "What has ended can be asked for during one hour.");
  }

  static ErrorAnswer badBody(String error) {
    return new ErrorAnswer(400, Code.CLIENT_ERROR, error);
  }

  static ErrorAnswer payload(long bytes, long limit) {
    return new ErrorAnswer(
        413,
        Code.PAYLOAD_TOO_LARGE,
        "payload size of %d bytes exceeds maximum size of %d bytes".formatted(bytes, limit));
  }
}
