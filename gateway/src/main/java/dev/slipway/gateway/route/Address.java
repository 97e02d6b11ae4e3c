package dev.slipway.gateway.route;

/// The names in a request's Host and path: a model, a place to look for a deployment, and an
/// action. They are looked up again in the table in use at every pick.
///
/// @param name of the environment, or id of the deployment; empty for the development deployment
/// @param rest of a sync path, with its leading slash, as it was sent; the id of an asynchronous
///   request, to which kind and name mean nothing; empty otherwise
/// @param query with its question mark, as it was sent; empty: none
public record Address(
    String modelId, Kind kind, String name, Action action, String rest, String query)
    implements Paths.Reading {

  Address withRest(String other) {
    return new Address(modelId, kind, name, action, other, query);
  }

  public enum Kind {
    ENVIRONMENT,
    DEPLOYMENT,
    DEVELOPMENT
  }

  public enum Action {
    PREDICT,
    SYNC,
    WEBSOCKET,
    WAKE,
    ASYNC_PREDICT,
    ASYNC_QUEUE_STATUS,
    ASYNC_REQUEST;

    public boolean isAsync() {
      return this == ASYNC_PREDICT || this == ASYNC_QUEUE_STATUS || this == ASYNC_REQUEST;
    }
  }
}
