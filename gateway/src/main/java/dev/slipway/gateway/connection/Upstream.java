package dev.slipway.gateway.connection;

import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import dev.slipway.gateway.route.Lease;
import dev.slipway.gateway.settings.ProxySettings;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;
import java.util.ArrayDeque;

/// The connections of one lane to one replica. At most as many are open as the replica is given
/// requests at a time; the one used last is used first.
public final class Upstream {
  /// Method and path are set on each request.
  private static final RequestOptions REQUEST = new RequestOptions();

  private final HttpClientAgent agent;
  private final HttpConnectOptions options;
  private final int maxIdle;
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private boolean retired;

  Upstream(HttpClientAgent agent, Endpoint endpoint, ProxySettings settings) {
    this.agent = agent;
    this.options =
        new HttpConnectOptions()
            .setHost(endpoint.host())
            .setPort(endpoint.port())
            .setSsl(false)
            .setConnectTimeout(settings.timeouts().connect().toMillis());
    this.maxIdle = settings.limits().idlePerReplica();
  }

  /// Waits for a connection for a lease. Called on the lane's event loop, at once where a
  /// connection was idle.
  public interface Taker {
    void taken(Lease lease, Connection connection, HttpClientRequest request);

    /// No connection could be had; nothing was written.
    void refused(Lease lease);
  }

  public final class Connection {
    private final HttpClientConnection http;
    private boolean served;
    private boolean closed;
    private long idleSince;

    Connection(HttpClientConnection http) {
      this.http = http;
      http.closeHandler(_ -> {
        closed = true;
        idle.remove(this);
      });
    }

    /// Whether it has answered a request before this one.
    public boolean served() {
      return served;
    }

    /// Completes when all that was written so far has left, or never will. For a write that has no
    /// future of its own.
    public Future<Void> written() {
      var promise = Promise.<Void>promise();
      // Nothing but a place in the line of writes: the encoder lets an empty buffer pass.
      ((UnpooledHttpClientConnection) http)
          .unwrap()
          .channelHandlerContext()
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(_ -> promise.complete());
      return promise.future();
    }

    /// Gives it back.
    ///
    /// @param whole whether a request and its answer went through it to their ends
    public void release(boolean whole, long now) {
      if (!whole || closed || retired || idle.size() >= maxIdle) {
        close();
        return;
      }
      served = true;
      idleSince = now;
      idle.addLast(this);
    }

    public void close() {
      if (!closed) {
        closed = true;
        http.close();
      }
    }
  }

  /// Gives `taker` an idle connection, or a new one.
  void take(Taker taker, Lease lease, long expiredBefore) {
    for (var last = idle.pollLast(); last != null; last = idle.pollLast()) {
      if (last.closed || last.idleSince - expiredBefore < 0) {
        last.close();
      } else {
        open(last, taker, lease);
        return;
      }
    }
    agent
        .connect(options)
        .onComplete(http -> open(new Connection(http), taker, lease), _ -> taker.refused(lease));
  }

  private static void open(Connection connection, Taker taker, Lease lease) {
    connection
        .http
        .request(REQUEST)
        .onComplete(
            request -> {
              // Failures are told to the handler that waits for the answer; without a handler they
              // are
              // logged.
              request.exceptionHandler(_ -> {});
              taker.taken(lease, connection, request);
            },
            _ -> {
              connection.close();
              taker.refused(lease);
            });
  }

  /// Closes what has been idle since before `expiredBefore`.
  void prune(long expiredBefore) {
    for (var first = idle.peekFirst();
        first != null && first.idleSince - expiredBefore < 0;
        first = idle.peekFirst()) {
      idle.pollFirst();
      first.close();
    }
  }

  /// Whether any connection idles.
  boolean hasIdle() {
    return !idle.isEmpty();
  }

  /// The replica gets no more requests: idle connections close now, the others after their answer.
  void retire() {
    retired = true;
    for (var first = idle.pollFirst(); first != null; first = idle.pollFirst()) {
      first.close();
    }
  }
}
