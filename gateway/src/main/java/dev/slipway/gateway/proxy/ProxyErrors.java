package dev.slipway.gateway.proxy;

import dev.slipway.gateway.error.ErrorAnswer;
import dev.slipway.gateway.error.ErrorAnswer.Code;
import dev.slipway.gateway.error.MethodNotAllowed;
import dev.slipway.gateway.route.RouteErrors;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/// The errors for a request that cannot be carried to a replica, or whose replica gives no answer.
public final class ProxyErrors {
  static final ErrorAnswer NO_KEY =
      new ErrorAnswer(
          401,
          Code.UNAUTHORIZED,
          "Missing API key",
          "Send the header 'Authorization: Api-Key KEY' or 'Authorization: Bearer KEY'.");
  static final ErrorAnswer WRONG_KEY =
      new ErrorAnswer(
          401, Code.UNAUTHORIZED, "Invalid API key", "The key does not exist, or it was revoked.");
  static final ErrorAnswer KEY_MAY_NOT =
      new ErrorAnswer(
          403,
          Code.UNAUTHORIZED,
          "This API key may not invoke this model",
          "Use a personal key, or one of type WORKSPACE_INVOKE that covers the model.");
  static final ErrorAnswer NO_UPGRADE =
      new ErrorAnswer(
          400,
          Code.CLIENT_ERROR,
          "This path speaks WebSocket",
          "Send a GET that upgrades to websocket.");
  static final ErrorAnswer ONLY_POST = new MethodNotAllowed(List.of(HttpMethod.POST));
  static final ErrorAnswer ONLY_GET = new MethodNotAllowed(List.of(HttpMethod.GET));
  static final ErrorAnswer ONLY_GET_OR_DELETE =
      new MethodNotAllowed(List.of(HttpMethod.GET, HttpMethod.DELETE));
  static final ErrorAnswer ONLY_SYNC = new MethodNotAllowed(Methods.SYNC);
  static final ErrorAnswer BAD_HOST =
      new ErrorAnswer(
          400, Code.CLIENT_ERROR, "Missing or repeated Host header", "Send exactly one.");
  static final ErrorAnswer BAD_LENGTH =
      new ErrorAnswer(
          400,
          Code.CLIENT_ERROR,
          "Contradicting body length",
          "Send one Content-Length, or Transfer-Encoding: chunked, not both.");
  static final ErrorAnswer CODING =
      new ErrorAnswer(
          501,
          Code.CLIENT_ERROR,
          "Unknown transfer coding",
          "Send the body as it is, or compressed under Content-Encoding, with one Content-Length or"
              + " Transfer-Encoding: chunked.");
  static final ErrorAnswer BAD_CHUNK =
      new ErrorAnswer(
          400,
          Code.CLIENT_ERROR,
          "Malformed chunk",
          "The body is not what Transfer-Encoding: chunked says it is.");
  static final ErrorAnswer VERSION =
      new ErrorAnswer(
          505, Code.CLIENT_ERROR, "Unknown version of HTTP", "HTTP/1.1 and HTTP/1.0 are spoken.");
  static final ErrorAnswer MALFORMED =
      new ErrorAnswer(
          400, Code.CLIENT_ERROR, "Malformed request", "It could not be read as HTTP/1.1.");
  static final ErrorAnswer LONG_PATH =
      new ErrorAnswer(414, Code.CLIENT_ERROR, "The request line is too long");
  static final ErrorAnswer LONG_HEAD =
      new ErrorAnswer(431, Code.CLIENT_ERROR, "The headers are too long");
  static final ErrorAnswer EXPECTATION =
      new ErrorAnswer(
          417, Code.CLIENT_ERROR, "Unknown expectation", "Only 'Expect: 100-continue' is known.");
  static final ErrorAnswer SLOW_BODY =
      new ErrorAnswer(408, Code.TIMEOUT, "The request body did not arrive in time");
  static final ErrorAnswer TOO_LARGE =
      new ErrorAnswer(413, Code.PAYLOAD_TOO_LARGE, "The request body is too large");
  static final ErrorAnswer QUEUE_FULL =
      new ErrorAnswer(
          429,
          Code.RATE_LIMITED,
          "Too many requests wait for this deployment",
          "Send it again later, or raise max_replica or the concurrency target.");
  static final ErrorAnswer ALL_FULL =
      new ErrorAnswer(
          429,
          Code.RATE_LIMITED,
          "Every replica is at its concurrency",
          "Send it again later; the deployment is set to reject on full.");
  static final ErrorAnswer QUEUE_TIMEOUT =
      new ErrorAnswer(
          503,
          Code.MODEL_UNAVAILABLE,
          "No replica became free in time",
          "Send it again later, or raise max_replica or the concurrency target.");
  static final ErrorAnswer WAKE_TIMEOUT =
      new ErrorAnswer(
          500,
          Code.TIMEOUT,
          "The deployment did not wake in time",
          "Send it again later, or raise min_replica so that it does not sleep.");
  static final ErrorAnswer CLOSING =
      new ErrorAnswer(
          503,
          Code.MODEL_UNAVAILABLE,
          "The server is stopping, and the deployment sleeps",
          "Send it again once the server is up.");
  static final ErrorAnswer STARTING =
      new ErrorAnswer(
          503,
          Code.MODEL_UNAVAILABLE,
          "The server is starting",
          "It has not read its models and keys yet; send it again in a moment.");
  static final ErrorAnswer STOPPING =
      new ErrorAnswer(
          503,
          Code.MODEL_UNAVAILABLE,
          "The server is stopping",
          "It takes no new connections; ask the next one.");
  static final ErrorAnswer NO_SOCKET =
      new ErrorAnswer(
          503,
          Code.MODEL_UNAVAILABLE,
          "The server has no file descriptor left for a connection to the model",
          "Send it again in a moment; its operator may raise the limit (ulimit -n).");
  static final ErrorAnswer BROKEN =
      new ErrorAnswer(
          502,
          Code.MODEL_UNAVAILABLE,
          "Error making prediction",
          "The connection to the model failed before its answer.");
  static final ErrorAnswer NO_ANSWER =
      new ErrorAnswer(504, Code.TIMEOUT, "The model did not answer in time");
  public static final ErrorAnswer OURS =
      new ErrorAnswer(
          500,
          Code.INTERNAL_BASETEN_ERROR,
          "Internal error of the gateway",
          "Its log has the cause, under the id in X-BASETEN-REQUEST-ID.");
  private static final ErrorAnswer NOT_WOKEN =
      new ErrorAnswer(
          503,
          Code.MODEL_UNAVAILABLE,
          "The deployment went out of service while the request waited for it",
          "It failed to start, or was deactivated: its status and its logs say which.");

  private ProxyErrors() {}

  /// `why` for a request that waited for the deployment: it was there when the request came.
  static ErrorAnswer afterAWait(ErrorAnswer why) {
    return why == RouteErrors.INACTIVE ? NOT_WOKEN : why;
  }
}
