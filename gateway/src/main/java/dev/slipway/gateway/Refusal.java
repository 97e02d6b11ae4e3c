package dev.slipway.gateway;

import dev.slipway.engine.AsyncRequests;
import dev.slipway.engine.RouteTable.Availability;
import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// An answer that the gateway gives itself: what was wrong, and what to do.
///
/// @param error for people; published texts are kept to the letter
/// @param code one of the published error codes
/// @param detail null: there is nothing to add
record Refusal(int status, String code, String error, @Nullable String detail)
    implements Pick, BodyReading, Paths.Reading {
  private static final String CLIENT = "client_error";
  private static final String ABSENT = "model_does_not_exist";
  private static final String UNAVAILABLE = "model_unavailable";
  private static final String UNAUTHORIZED = "unauthorized";
  private static final String TIMEOUT = "timeout";

  static final Refusal NO_KEY =
      new Refusal(
          401,
          UNAUTHORIZED,
          "Missing API key",
          "Send the header 'Authorization: Api-Key KEY' or 'Authorization: Bearer KEY'.");
  static final Refusal WRONG_KEY =
      new Refusal(
          401, UNAUTHORIZED, "Invalid API key", "The key does not exist, or it was revoked.");
  static final Refusal KEY_MAY_NOT =
      new Refusal(
          403,
          UNAUTHORIZED,
          "This API key may not invoke this model",
          "Use a personal key, or one of type WORKSPACE_INVOKE that covers the model.");
  static final Refusal NO_ROUTE =
      new Refusal(
          404,
          CLIENT,
          "No such path",
          "Expected /environments/{e}/…, /production/…, /development/… or /deployment/{d}/… and"
              + " then predict, async_predict, async_queue_status, websocket, wake or sync/{route},"
              + " or /async_request/{id}, with the model in the Host label"
              + " model-{id} or in front as /model/{id}.");
  static final Refusal REGIONAL =
      new Refusal(
          400,
          CLIENT,
          "This host already names an environment",
          "Use the bare /predict, /async_predict, /async_queue_status, /websocket or /wake here, or the host model-{id} with a path.");
  static final Refusal CHAINS =
      new Refusal(404, CLIENT, "Chains are not available", "Address a model: model-{id}.");
  static final Refusal METHOD = new Refusal(405, CLIENT, "Method not allowed", "Use POST here.");
  static final Refusal METHOD_READ =
      new Refusal(405, CLIENT, "Method not allowed", "Use GET here.");
  static final Refusal METHOD_REQUEST =
      new Refusal(405, CLIENT, "Method not allowed", "Use GET or DELETE here.");
  static final Refusal METHOD_SYNC =
      new Refusal(
          405,
          CLIENT,
          "Method not allowed",
          "Use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS here.");
  static final Refusal NO_ASYNC =
      new Refusal(503, UNAVAILABLE, "The server is starting", "Send it again in a moment.");
  static final Refusal NO_STORE =
      new Refusal(
          503,
          "internal_baseten_error",
          "The request could not be stored",
          "Send it again. The log of the server has the cause, under the id in X-BASETEN-REQUEST-ID.");
  static final Refusal ASYNC_BUSY =
      new Refusal(
          429,
          "rate_limited",
          "Too many asynchronous calls at a time",
          "Expected: at most " + AsyncDoor.MAX_CALLS + ". Send it again later.");
  static final Refusal ASYNC_QUEUE_FULL =
      new Refusal(
          429,
          "rate_limited",
          "The asynchronous queue is full",
          "Expected: fewer than "
              + AsyncRequests.MAX_QUEUED
              + " queued requests of one environment or deployment. Send it again later.");
  static final Refusal NO_UPGRADE =
      new Refusal(
          400, CLIENT, "This path speaks WebSocket", "Send a GET that upgrades to websocket.");
  static final Refusal BAD_PATH =
      new Refusal(
          400, CLIENT, "Malformed path", "A percent sign is followed by two hex digits of UTF-8.");
  static final Refusal BAD_HOST =
      new Refusal(400, CLIENT, "Missing or repeated Host header", "Send exactly one.");
  static final Refusal BAD_LENGTH =
      new Refusal(
          400,
          CLIENT,
          "Contradicting body length",
          "Send one Content-Length, or Transfer-Encoding: chunked, not both.");
  static final Refusal MALFORMED =
      new Refusal(400, CLIENT, "Malformed request", "It could not be read as HTTP/1.1.");
  static final Refusal LONG_PATH = new Refusal(414, CLIENT, "The request line is too long", null);
  static final Refusal LONG_HEAD = new Refusal(431, CLIENT, "The headers are too long", null);
  static final Refusal EXPECTATION =
      new Refusal(417, CLIENT, "Unknown expectation", "Only 'Expect: 100-continue' is known.");
  static final Refusal SLOW_BODY =
      new Refusal(408, TIMEOUT, "The request body did not arrive in time", null);
  static final Refusal TOO_LARGE =
      new Refusal(413, "payload_too_large", "The request body is too large", null);
  static final Refusal QUEUE_FULL =
      new Refusal(
          429,
          "rate_limited",
          "Too many requests wait for this deployment",
          "Send it again later, or raise max_replica or the concurrency target.");
  static final Refusal ALL_FULL =
      new Refusal(
          429,
          "rate_limited",
          "Every replica is at its concurrency",
          "Send it again later; the deployment is set to reject on full.");
  static final Refusal QUEUE_TIMEOUT =
      new Refusal(
          503,
          UNAVAILABLE,
          "No replica became free in time",
          "Send it again later, or raise max_replica or the concurrency target.");
  static final Refusal BROKEN =
      new Refusal(
          502,
          UNAVAILABLE,
          "Error making prediction",
          "The connection to the model failed before its answer.");
  static final Refusal NO_ANSWER =
      new Refusal(504, TIMEOUT, "The model did not answer in time", null);
  static final Refusal OURS =
      new Refusal(
          500,
          "internal_baseten_error",
          "Internal error of the gateway",
          "Its log has the cause, under the id in X-BASETEN-REQUEST-ID.");
  private static final Refusal NO_REPLICA =
      new Refusal(
          503, UNAVAILABLE, "No replica is ready", "The deployment is up, but has no replica.");
  private static final Refusal NOT_READY =
      new Refusal(
          400,
          "model_not_ready",
          "Model is not ready, it is still building or deploying",
          "Send it again once the deployment is ACTIVE.");
  private static final Refusal INACTIVE =
      new Refusal(
          404,
          ABSENT,
          "The deployment is not active",
          "Activate it, or deploy it again where it failed.");
  static final Refusal ASLEEP =
      new Refusal(
          429,
          "rate_limited",
          "The deployment is scaled to zero and is being woken",
          "Send it again later; the deployment is set to reject on full.");
  static final Refusal WAKE_TIMEOUT =
      new Refusal(
          500,
          TIMEOUT,
          "The deployment did not wake in time",
          "Send it again later, or raise min_replica so that it does not sleep.");
  static final Refusal CLOSING =
      new Refusal(
          503,
          UNAVAILABLE,
          "The server is stopping, and the deployment sleeps",
          "Send it again once the server is up.");
  private static final Refusal NOT_WOKEN =
      new Refusal(
          503,
          UNAVAILABLE,
          "The deployment went out of service while the request waited for it",
          "It failed to start, or was deactivated: its status and its logs say which.");

  static Refusal of(Availability availability) {
    return switch (availability) {
      case UP -> NO_REPLICA;
      case NOT_READY -> NOT_READY;
      case ABSENT -> INACTIVE;
      case SCALED_TO_ZERO, WAKING -> ASLEEP;
    };
  }

  /// The same for a request that waited for the deployment: it was there when the request came.
  Refusal afterAWait() {
    return equals(INACTIVE) ? NOT_WOKEN : this;
  }

  static Refusal noModel(Address address) {
    return absent("Model " + address.modelId() + " does not exist");
  }

  static Refusal noEnvironment(Address address) {
    return absent(
        "Environment " + address.name() + " of model " + address.modelId() + " does not exist");
  }

  static Refusal nothingDeployed(Address address) {
    return new Refusal(
        404,
        ABSENT,
        "Nothing is deployed to environment " + address.name(),
        "Promote a deployment to it.");
  }

  static Refusal noDeployment(Address address) {
    return absent(
        "Deployment " + address.name() + " of model " + address.modelId() + " does not exist");
  }

  static Refusal noDevelopment(Address address) {
    return absent("Model " + address.modelId() + " has no development deployment");
  }

  private static Refusal absent(String error) {
    return new Refusal(404, ABSENT, error, null);
  }

  static Refusal noAsyncRequest(Address address) {
    return new Refusal(
        404,
        CLIENT,
        "Asynchronous request %s of model %s does not exist"
            .formatted(address.rest(), address.modelId()),
        "What has ended can be asked for during one hour.");
  }

  static Refusal badAsync(String error) {
    return new Refusal(400, CLIENT, error, null);
  }

  static Refusal payload(long bytes, long limit) {
    return new Refusal(
        413,
        "payload_too_large",
        "payload size of %d bytes exceeds maximum size of %d bytes".formatted(bytes, limit),
        null);
  }

  /// The methods that a path has, in place of the one that was used.
  String allowed() {
    if (equals(METHOD_SYNC)) {
      return "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    }
    return equals(METHOD) ? "POST" : equals(METHOD_READ) ? "GET" : "GET, DELETE";
  }

  Buffer body() {
    var text = new StringBuilder(128).append("{\"error\":").append(quote(error));
    text.append(",\"error_code\":\"").append(code).append('"');
    if (detail != null) {
      text.append(",\"detail\":").append(quote(detail));
    }
    return Buffer.buffer(text.append('}').toString());
  }

  private static String quote(String text) {
    var out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        out.append("\\u").append(HexFormat.of().toHexDigits(c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
