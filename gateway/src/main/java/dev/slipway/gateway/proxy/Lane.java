package dev.slipway.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One event loop that serves requests, with a server and connections to replicas of its own.
///
/// ## Design
///
/// All lanes listen on one port, and the kernel or Vert.x gives each connection to one of them, for
/// good. A request stays on the loop of its connection: so does its connection to a replica, and so
/// nothing that belongs to a request needs a lock. What a lane shares with others is immutable (the
/// table) or made for many threads (counters, places on replicas, lines).
///
/// The loop runs one task at a time. That is the whole of a lane's concurrency, and the fence is
/// built on it: see [Dispatch].
public final class Lane extends VerticleBase {
  private final ProxyParts parts;
  private final AsyncHandler async;
  private final RequestIds ids;
  private @Nullable RequestContext requests;
  private @Nullable HttpServer server;

  public Lane(ProxyParts parts, AsyncHandler async, RequestIds ids) {
    this.parts = parts;
    this.async = async;
    this.ids = ids;
  }

  @Override
  public Future<?> start() {
    var own = new RequestContext(parts, vertx, context, vertx.createHttpClient(clientOptions()));
    requests = own;
    var settings = parts.settings();
    var tls = settings.tls();
    var created =
        tls == null
            ? vertx.createHttpServer(serverOptions())
            : vertx.createHttpServer(
                new HttpServerConfig(serverOptions()).setVersions(HttpVersion.HTTP_1_1), tls);
    var listening =
        created
            .connectionHandler(connection -> opened(own, connection))
            .invalidRequestHandler(
                request -> new ProxyExchange(own, async, request, ids.next(), false).startInvalid())
            .requestHandler(request -> serve(own, request));
    server = listening;
    return listening.listen(settings.port(), settings.host());
  }

  private void opened(RequestContext own, HttpConnection connection) {
    // Else Vert.x answers other versions of HTTP itself, in those versions.
    ((Http1ServerConnection) connection).handler(request -> serve(own, request));
    own.deadlines().ensureTicking();
    own.clients().opened(connection, own.deadlines().now());
  }

  private void serve(RequestContext own, HttpServerRequest request) {
    if (!OtherVersions.isSpoken(request)) {
      own.meters().refused(ProxyErrors.VERSION.status());
      OtherVersions.refuse(request, ids.next());
      return;
    }
    var accepted = async.idOf(request);
    var id = accepted == null ? ids.next() : accepted;
    new ProxyExchange(own, async, request, id, accepted != null).start();
  }

  /// New connections get what `tls` says; those that are open stay as they are.
  public Future<Boolean> renew(ServerSSLOptions tls) {
    var listening = server;
    return listening == null ? Future.succeededFuture(false) : listening.updateSSLOptions(tls);
  }

  private HttpServerOptions serverOptions() {
    var limits = parts.settings().limits();
    return new HttpServerOptions()
        .setHandle100ContinueAutomatically(false)
        .setDecompressionSupported(false)
        .setCompressionSupported(false)
        .setHttp2ClearTextEnabled(false)
        // What a WebSocket agrees on is between its ends, see Tunnel.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setTcpNoDelay(true)
        .setStrictThreadMode(true)
        .setMaxHeaderSize(limits.headBytes())
        .setMaxInitialLineLength(limits.pathBytes());
  }

  private HttpClientOptions clientOptions() {
    var settings = parts.settings();
    return new HttpClientOptions()
        .setKeepAlive(true)
        .setPipelining(false)
        .setDecompressionSupported(false)
        .setTcpNoDelay(true)
        .setMaxHeaderSize(settings.limits().headBytes())
        .setConnectTimeout((int) settings.timeouts().connect().toMillis());
  }

  /// The port that it listens on.
  public int port() {
    var listening = server;
    return listening == null ? parts.settings().port() : listening.actualPort();
  }

  /// Stops accepting, waits for what is in flight, then closes.
  public Future<Void> drain(Duration deadline) {
    var own = requests;
    if (own != null) {
      own.answers().closing();
      own.active().closing();
    }
    var listening = server;
    return listening == null ? Future.succeededFuture() : listening.shutdown(deadline);
  }

  /// Runs `work` on this lane's event loop.
  public <T> Future<T> onLoop(Supplier<Future<T>> work) {
    var promise = Promise.<T>promise();
    execute(() -> work.get().onComplete(promise));
    return promise.future();
  }

  public boolean isDeployed() {
    return context != null;
  }

  private void execute(Runnable task) {
    context.runOnContext(_ -> task.run());
  }

  /// Runs `then` on the lane's loop once every head that was written before has left.
  public void whenQuiescent(Runnable then) {
    execute(() -> {
      var own = requests;
      if (own == null) {
        then.run();
      } else {
        own.departures().whenLeft(then);
      }
    });
  }

  /// A table came into use: moves what waits for a replica that it does not allow, and forgets the
  /// replicas that it does not have.
  public void tableChanged() {
    execute(() -> {
      var own = requests;
      if (own != null) {
        own.active().tableChanged();
        own.upstreams().retireAllBut(own.table());
      }
    });
  }
}
