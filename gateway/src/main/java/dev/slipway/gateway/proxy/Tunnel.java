package dev.slipway.gateway.proxy;

import dev.slipway.gateway.connection.Upstream;
import dev.slipway.gateway.route.Lease;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.NetSocket;

/// Carries a WebSocket: the handshake goes through as a request does, and after the replica agreed
/// the bytes go through as they are, in both directions. Frames, extensions, pings and close codes
/// are between the two ends.
final class Tunnel extends Forwarder {
  private static final CharSequence UPGRADE = HttpHeaders.createOptimized("Upgrade");
  private static final CharSequence WEBSOCKET = HttpHeaders.createOptimized("websocket");
  private static final int SWITCHING = 101;

  /// Where Truss's own server predicts, and where it takes WebSockets.
  private static final String TRUSS_PREDICT = "/v1/models/model:predict";

  private static final String TRUSS_WEBSOCKET = "/v1/websocket";

  Tunnel(
      ProxyExchange exchange,
      Lease lease,
      Upstream.Connection connection,
      HttpClientRequest upstream) {
    super(exchange, lease, connection, upstream);
  }

  /// The path that takes WebSockets where `predictPath` takes predictions: a server of one's own
  /// has one path for both.
  static String path(String predictPath) {
    return predictPath.equals(TRUSS_PREDICT) ? TRUSS_WEBSOCKET : predictPath;
  }

  @Override
  void write(Body sent) {
    upstream.putHeader(HttpHeaders.CONNECTION, UPGRADE);
    upstream.putHeader(HttpHeaders.UPGRADE, WEBSOCKET);
    // The future is the answer's, which may be a long time coming; the fence waits for the write.
    var _ = upstream.connect();
    departs(connection.written());
  }

  @Override
  void head(HttpClientResponse answer) {
    if (isOver() || answer.statusCode() != SWITCHING) {
      super.head(answer);
      return;
    }
    lease.tunnelled();
    var replica = answer.netSocket();
    replica.pause();
    Headers.toClient(answer.headers(), response().headers());
    exchange.sign(lease);
    response().putHeader(HttpHeaders.CONNECTION, UPGRADE);
    response().putHeader(HttpHeaders.UPGRADE, WEBSOCKET);
    // A browser may send "keep-alive, Upgrade"; the server side looks for the one word.
    exchange.request().headers().set(HttpHeaders.CONNECTION, UPGRADE);
    exchange.tunnelProgress();
    exchange
        .request()
        .toNetSocket()
        .onComplete(
            client -> join(client, replica),
            _ -> {
              replica.close();
              exchange.end().answered(SWITCHING);
            });
  }

  private void join(NetSocket client, NetSocket replica) {
    exchange.end().tunnelled(client);
    carry(client, replica);
    carry(replica, client);
    replica.resume();
  }

  private void carry(NetSocket from, NetSocket to) {
    from.exceptionHandler(_ -> from.close());
    from.closeHandler(_ -> {
      to.close();
      exchange.end().answered(SWITCHING);
    });
    from.handler(piece -> {
      exchange.tunnelProgress();
      to.write(piece);
      if (to.writeQueueFull()) {
        from.pause();
        to.drainHandler(_ -> from.resume());
      }
    });
  }
}
