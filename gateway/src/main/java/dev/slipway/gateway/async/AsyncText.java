package dev.slipway.gateway.async;

import dev.slipway.domain.async.AsyncError;
import dev.slipway.domain.async.AsyncMachine;
import dev.slipway.domain.async.AsyncRequest;
import dev.slipway.domain.async.AsyncTarget;
import dev.slipway.engine.port.Webhooks;
import dev.slipway.engine.port.store.AsyncRows;
import dev.slipway.gateway.error.InferenceJson;
import dev.slipway.wire.InferenceBodies.AsyncPredictOutput;
import dev.slipway.wire.InferenceBodies.AsyncQueueStatusResponse;
import dev.slipway.wire.InferenceBodies.AsyncRequestError;
import dev.slipway.wire.InferenceBodies.AsyncRequestStatusResponse;
import dev.slipway.wire.InferenceBodies.AsyncResultBody;
import dev.slipway.wire.InferenceBodies.CancelAsyncRequestResponse;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.util.RawValue;

/// The JSON of asynchronous requests, as published.
final class AsyncText {
  private static final String COMPLETED = "async_request_completed";

  private AsyncText() {}

  static Buffer accepted(String id) {
    return json(new AsyncPredictOutput(id));
  }

  static Buffer status(AsyncRequest r) {
    return json(
        new AsyncRequestStatusResponse(
            r.id(),
            r.target().modelId(),
            r.deploymentId(),
            r.status(),
            r.webhook().status(),
            micros(r.createdAt()),
            micros(r.statusAt()),
            errors(r.error())));
  }

  static Buffer canceled(String id, AsyncMachine.Cancel cancel) {
    return json(
        switch (cancel) {
          case AsyncMachine.Cancel.Done _ ->
              new CancelAsyncRequestResponse(
                  id, true, "The request was canceled. No model will get it.");
          case AsyncMachine.Cancel.Refused(var status) ->
              new CancelAsyncRequestResponse(
                  id,
                  false,
                  "The request is " + status + ". Only a request that is QUEUED can be canceled.");
        });
  }

  static Buffer queue(AsyncTarget target, String deploymentId, AsyncRows.Count count) {
    return json(
        new AsyncQueueStatusResponse(
            target.modelId(), deploymentId, count.queued(), count.inProgress()));
  }

  static byte[] webhook(Webhooks.Result r) {
    var output = r.output();
    return InferenceJson.write(
        new AsyncResultBody(
            r.requestId(),
            r.modelId(),
            r.deploymentId(),
            COMPLETED,
            micros(r.time()),
            output == null ? null : data(output),
            errors(r.error())));
  }

  /// JSON goes on as it is. Any other text goes on as a string, and bytes as a string in base64.
  private static Object data(ByteBuffer output) {
    byte[] bytes = new byte[output.remaining()];
    output.duplicate().get(bytes);
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return isJson(text) ? new RawValue(text) : text;
    } catch (CharacterCodingException e) {
      return Base64.getEncoder().encodeToString(bytes);
    }
  }

  private static boolean isJson(String text) {
    try {
      return !InferenceJson.read(text).isMissingNode();
    } catch (JacksonException e) {
      return false;
    }
  }

  /// The words of an [ErrorAnswer]'s body; the whole text where it is not one.
  static String refusal(String text) {
    try {
      var body = InferenceJson.read(text);
      var error = body.path("error").asString("");
      var detail = body.path("detail").asString("");
      return error.isEmpty() ? text : detail.isEmpty() ? error : error + ". " + detail;
    } catch (JacksonException e) {
      return text;
    }
  }

  private static List<AsyncRequestError> errors(@Nullable AsyncError error) {
    return error == null
        ? List.of()
        : List.of(new AsyncRequestError(error.code().name(), error.message()));
  }

  private static Instant micros(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS);
  }

  private static Buffer json(Object body) {
    return Buffer.buffer(InferenceJson.write(body));
  }
}
