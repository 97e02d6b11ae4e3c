package dev.slipway.gateway;

/// What a request asks for, as its Host and path say. Names only: they are looked up again in the
/// table of the moment at every pick.
///
/// @param name of the environment, or id of the deployment; empty for the development deployment
/// @param rest of a sync path, with its leading slash, as it was sent; the id of an asynchronous
///   request, to which kind and name mean nothing; empty otherwise
/// @param query with its question mark, as it was sent; empty: none
record Address(String modelId, Kind kind, String name, Action action, String rest, String query)
    implements Paths.Reading {

  enum Kind {
    ENVIRONMENT,
    DEPLOYMENT,
    DEVELOPMENT
  }

  enum Action {
    PREDICT,
    SYNC,
    WEBSOCKET,
    WAKE,
    ASYNC_PREDICT,
    ASYNC_QUEUE_STATUS,
    ASYNC_REQUEST;

    boolean isAsync() {
      return this == ASYNC_PREDICT || this == ASYNC_QUEUE_STATUS || this == ASYNC_REQUEST;
    }
  }
}
