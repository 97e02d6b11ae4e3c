package dev.slipway.gateway.route;

import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.gateway.error.ErrorAnswer;
import dev.slipway.gateway.error.ErrorAnswer.Code;

/// The errors for an address that leads to no replica.
public final class RouteErrors {
  static final ErrorAnswer NO_ROUTE =
      new ErrorAnswer(
          404,
          Code.CLIENT_ERROR,
          "No such path",
          "Expected /environments/{e}/…, /production/…, /development/… or /deployment/{d}/… and"
              + " then predict, async_predict, async_queue_status, websocket, wake or sync/{route},"
              + " or /async_request/{id}, with the model in the Host label"
              + " model-{id} or in front as /model/{id}.");
  static final ErrorAnswer REGIONAL =
      new ErrorAnswer(
          400,
          Code.CLIENT_ERROR,
          "This host already names an environment",
          "Use the bare /predict, /async_predict, /async_queue_status, /websocket or /wake here,"
              + " or the host model-{id} with a path.");
  static final ErrorAnswer CHAINS =
      new ErrorAnswer(
          404, Code.CLIENT_ERROR, "Chains are not available", "Address a model: model-{id}.");
  static final ErrorAnswer BAD_PATH =
      new ErrorAnswer(
          400,
          Code.CLIENT_ERROR,
          "Malformed path",
          "A percent sign is followed by two hex digits of UTF-8.");
  public static final ErrorAnswer ASLEEP =
      new ErrorAnswer(
          429,
          Code.RATE_LIMITED,
          "The deployment is scaled to zero and is being woken",
          "Send it again later; the deployment is set to reject on full.");
  private static final ErrorAnswer NO_REPLICA =
      new ErrorAnswer(
          503,
          Code.MODEL_UNAVAILABLE,
          "No replica is ready",
          "The deployment is up, but has no replica.");
  private static final ErrorAnswer NOT_READY =
      new ErrorAnswer(
          400,
          Code.MODEL_NOT_READY,
          "Model is not ready, it is still building or deploying",
          "Send it again once the deployment is ACTIVE.");
  public static final ErrorAnswer INACTIVE =
      new ErrorAnswer(
          404,
          Code.MODEL_DOES_NOT_EXIST,
          "The deployment is not active",
          "Activate it, or deploy it again where it failed.");

  private RouteErrors() {}

  /// The answer where a deployment has no replica.
  public static ErrorAnswer of(Availability availability) {
    return switch (availability) {
      case UP -> NO_REPLICA;
      case NOT_READY -> NOT_READY;
      case ABSENT -> INACTIVE;
      case SCALED_TO_ZERO, WAKING -> ASLEEP;
    };
  }

  static ErrorAnswer noModel(Address address) {
    return absent("Model " + address.modelId() + " does not exist");
  }

  static ErrorAnswer noEnvironment(Address address) {
    return absent(
        "Environment " + address.name() + " of model " + address.modelId() + " does not exist");
  }

  static ErrorAnswer nothingDeployed(Address address) {
    return new ErrorAnswer(
        404,
        Code.MODEL_DOES_NOT_EXIST,
        "Nothing is deployed to environment " + address.name(),
        "Wait for the promotion to it that is in progress, or promote one that is active: slipway"
            + " promote "
            + address.modelId()
            + " DEPLOYMENT --to "
            + address.name());
  }

  static ErrorAnswer noDeployment(Address address) {
    return absent(
        "Deployment " + address.name() + " of model " + address.modelId() + " does not exist");
  }

  static ErrorAnswer noDevelopment(Address address) {
    return absent("Model " + address.modelId() + " has no development deployment");
  }

  private static ErrorAnswer absent(String error) {
    return new ErrorAnswer(404, Code.MODEL_DOES_NOT_EXIST, error);
  }
}
