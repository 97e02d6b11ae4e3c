package dev.slipway.gateway;

import io.vertx.core.Vertx;

/// The numbers by which the lanes of one gateway, and of no other, share a free port.
///
/// Servers of one Vert.x that listen on the same number share one socket, and connections go to
/// each of them in turn. That is how the lanes of a gateway share its port. A negative number means
/// a free port, and is one for all servers that name it: so each gateway has a number of its own.
final class AnyPort {
  private static final String COUNTER = "dev.slipway.gateway.AnyPort";

  private AnyPort() {}

  /// A number that no other gateway of this Vert.x has had.
  static int next(Vertx vertx) {
    return vertx
        .sharedData()
        .<String, Integer>getLocalMap(COUNTER)
        .merge(COUNTER, -1, Integer::sum);
  }
}
