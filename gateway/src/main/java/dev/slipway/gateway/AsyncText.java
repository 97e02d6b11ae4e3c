package dev.slipway.gateway;

import dev.slipway.domain.AsyncError;
import dev.slipway.domain.AsyncMachine;
import dev.slipway.domain.AsyncRequest;
import dev.slipway.domain.AsyncTarget;
import dev.slipway.engine.AsyncRows;
import dev.slipway.engine.Webhooks;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/// The JSON of asynchronous requests, as published.
final class AsyncText {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private AsyncText() {}

  static Buffer accepted(String id) {
    return json(Map.of("request_id", id));
  }

  static Buffer status(AsyncRequest r) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("request_id", r.id());
    body.put("model_id", r.target().modelId());
    body.put("deployment_id", r.deploymentId());
    body.put("status", r.status());
    body.put("webhook_status", r.webhook().status());
    body.put("created_at", time(r.createdAt()));
    body.put("status_at", time(r.statusAt()));
    body.put("errors", errors(r.error()));
    return json(body);
  }

  static Buffer canceled(String id, AsyncMachine.Cancel cancel) {
    var body = new LinkedHashMap<String, Object>();
    body.put("request_id", id);
    switch (cancel) {
      case AsyncMachine.Cancel.Done _ -> {
        body.put("canceled", true);
        body.put("message", "The request was canceled. No model will get it.");
      }
      case AsyncMachine.Cancel.Refused(var status) -> {
        body.put("canceled", false);
        body.put(
            "message",
            "The request is " + status + ". Only a request that is QUEUED can be canceled.");
      }
    }
    return json(body);
  }

  static Buffer queue(AsyncTarget target, String deploymentId, AsyncRows.Count count) {
    var body = new LinkedHashMap<String, Object>();
    body.put("model_id", target.modelId());
    body.put("deployment_id", deploymentId);
    body.put("num_queued_requests", count.queued());
    body.put("num_in_progress_requests", count.inProgress());
    return json(body);
  }

  static byte[] webhook(Webhooks.Delivery d) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("request_id", d.requestId());
    body.put("model_id", d.modelId());
    body.put("deployment_id", d.deploymentId());
    body.put("type", "async_request_completed");
    body.put("time", time(d.time()));
    var output = d.output();
    body.put("data", output == null ? null : data(output));
    body.put("errors", errors(d.error()));
    return JSON.writeValueAsBytes(body);
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
      return !JSON.readTree(text).isMissingNode();
    } catch (JacksonException e) {
      return false;
    }
  }

  /// The words of a [Refusal]'s body; the whole text where it is not one.
  static String refusal(String text) {
    try {
      var body = JSON.readTree(text);
      var error = body.path("error").asString("");
      var detail = body.path("detail").asString("");
      return error.isEmpty() ? text : detail.isEmpty() ? error : error + ". " + detail;
    } catch (JacksonException e) {
      return text;
    }
  }

  private static List<Map<String, String>> errors(@Nullable AsyncError error) {
    if (error == null) {
      return List.of();
    }
    var one = new LinkedHashMap<String, String>();
    one.put("code", error.code().name());
    one.put("message", error.message());
    return List.of(one);
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS).toString();
  }

  private static Buffer json(Object body) {
    return Buffer.buffer(JSON.writeValueAsBytes(body));
  }
}
