package dev.slipway.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bodies of the inference port that are not a model's own: refusals, asynchronous requests, and
/// the results that are posted to webhooks.
public final class InferenceBodies {
  private InferenceBodies() {}

  /// Every refusal of the gateway.
  ///
  /// @param error what was wrong
  /// @param errorCode for example model_not_ready
  /// @param detail what to do; left out of the JSON where it is null
  public record ErrorResponse(String error, String errorCode, @Nullable String detail) {}

  /// A request that is answered later.
  ///
  /// @param modelInput what the model gets, byte for byte
  /// @param webhookEndpoint where the result is posted; null: nowhere
  /// @param priority lower goes first; null: 0
  /// @param maxTimeInQueueSeconds null: 600
  public record AsyncPredictRequest(
      Object modelInput,
      @Nullable String webhookEndpoint,
      @Nullable Integer priority,
      @Nullable Integer maxTimeInQueueSeconds,
      @Nullable InferenceRetryConfig inferenceRetryConfig) {}

  /// How often, and with which pauses, a model is tried; null: the default.
  public record InferenceRetryConfig(
      @Nullable Integer maxAttempts,
      @Nullable Integer initialDelayMs,
      @Nullable Integer maxDelayMs) {}

  /// The answer to an asynchronous request that was accepted, and is on disk.
  public record AsyncPredictOutput(String requestId) {}

  /// The state of an asynchronous request.
  ///
  /// @param modelId null only at other servers, which may leave it out
  /// @param deploymentId the one that answered; until then the one that was meant when the request
  ///   was accepted
  /// @param status for example QUEUED
  /// @param webhookStatus for example NO_WEBHOOK_PROVIDED
  /// @param statusAt when the status changed last
  /// @param errors empty where nothing went wrong
  public record AsyncRequestStatusResponse(
      String requestId,
      @Nullable String modelId,
      String deploymentId,
      String status,
      String webhookStatus,
      Instant createdAt,
      Instant statusAt,
      List<AsyncRequestError> errors) {
    public AsyncRequestStatusResponse {
      errors = List.copyOf(errors);
    }
  }

  /// Why an asynchronous request failed.
  ///
  /// @param code for example MODEL_PREDICT_ERROR
  public record AsyncRequestError(String code, String message) {}

  /// The answer to the cancel of an asynchronous request.
  ///
  /// @param canceled false: it is too late, and the request goes on
  public record CancelAsyncRequestResponse(String requestId, boolean canceled, String message) {}

  /// The number of asynchronous requests that wait at one address.
  public record AsyncQueueStatusResponse(
      String modelId, String deploymentId, long numQueuedRequests, long numInProgressRequests) {}

  /// The result of an asynchronous request, as it is posted to a webhook.
  ///
  /// @param type always async_request_completed
  /// @param time when the request ended
  /// @param data the model's answer: any JSON, or text; null where there is none
  /// @param errors empty where nothing went wrong
  public record AsyncResultBody(
      String requestId,
      String modelId,
      String deploymentId,
      String type,
      Instant time,
      @Nullable Object data,
      List<AsyncRequestError> errors) {
    public AsyncResultBody {
      errors = List.copyOf(errors);
    }
  }
}
