package dev.slipway.gateway;

import dev.slipway.engine.RouteTable.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One event loop that serves requests, with a server and connections to replicas of its own.
/// Nothing in it is shared with another lane, apart from the counters.
final class Lane extends VerticleBase {
  /// How often deadlines are looked at, while there is something to look at.
  static final long TICK_MILLIS = 250;

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final long LINGER_MILLIS = 2_000;
  private static final int HOSTS_REMEMBERED = 1_024;
  private static final CharSequence CLOSE = HttpHeaders.createOptimized("close");

  private final Gateway gateway;
  private final GatewaySettings settings;
  private final int port;
  private final RequestIds ids;
  private final Identity identity = new Identity();
  private final Departures departures = new Departures();
  private final Clients clients;
  private final Map<String, HostLabel> hosts = new HashMap<>();
  private final Map<Endpoint, Upstream> upstreams = new HashMap<>();
  private @Nullable HttpServer server;
  private @Nullable HttpClientAgent agent;
  private @Nullable Exchange active;
  private long coarseNanos;
  private boolean ticking;
  private boolean closing;

  Lane(Gateway gateway, int port, RequestIds ids) {
    this.gateway = gateway;
    this.settings = gateway.settings();
    this.port = port;
    this.ids = ids;
    this.clients = new Clients(settings, this::ensureTicking);
  }

  @Override
  public Future<?> start() {
    coarseNanos = nanos();
    agent = vertx.createHttpClient(clientOptions());
    var tls = settings.tls();
    var created =
        tls == null
            ? vertx.createHttpServer(serverOptions())
            : vertx.createHttpServer(
                new HttpServerConfig(serverOptions()).setVersions(HttpVersion.HTTP_1_1),
                tls.options());
    var listening =
        created
            .connectionHandler(connection -> clients.opened(connection, coarseNanos))
            .invalidRequestHandler(this::invalid)
            .requestHandler(this::serve);
    server = listening;
    return listening.listen(port, settings.host());
  }

  /// New connections get what `tls` says; those that are open stay as they are.
  Future<Boolean> renew(GatewayTls tls) {
    var listening = server;
    return listening == null
        ? Future.succeededFuture(false)
        : listening.updateSSLOptions(tls.options());
  }

  private HttpServerOptions serverOptions() {
    var limits = settings.limits();
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
    return new HttpClientOptions()
        .setKeepAlive(true)
        .setPipelining(false)
        .setDecompressionSupported(false)
        .setTcpNoDelay(true)
        .setMaxHeaderSize(settings.limits().headBytes())
        .setConnectTimeout((int) settings.timeouts().connect().toMillis());
  }

  int actualPort() {
    var listening = server;
    return listening == null ? port : listening.actualPort();
  }

  /// Stops accepting, waits for what is in flight, then closes.
  Future<Void> drain(Duration deadline) {
    closing = true;
    for (var one = active; one != null; ) {
      var next = one.after;
      one.closing();
      one = next;
    }
    var listening = server;
    return listening == null ? Future.succeededFuture() : listening.shutdown(deadline);
  }

  boolean isClosing() {
    return closing;
  }

  /// Runs `work` on this lane's event loop.
  <T> Future<T> onLoop(Supplier<Future<T>> work) {
    var promise = Promise.<T>promise();
    execute(() -> work.get().onComplete(promise));
    return promise.future();
  }

  boolean isDeployed() {
    return context != null;
  }

  Departures departures() {
    return departures;
  }

  Table table() {
    return gateway.table();
  }

  GatewaySettings settings() {
    return settings;
  }

  long nanos() {
    return gateway.nanos();
  }

  /// The time of the last tick, or of the last request that found none pending: good for deadlines.
  long coarseNanos() {
    return coarseNanos;
  }

  long epochMillis() {
    return gateway.epochMillis();
  }

  void execute(Runnable task) {
    context.runOnContext(_ -> task.run());
  }

  void retried() {
    gateway.meters().retried();
  }

  void rerouted() {
    gateway.meters().rerouted();
  }

  void clientGone() {
    gateway.meters().clientGone();
  }

  /// Somebody asks for the deployment: where it sleeps, it is to wake.
  void call(DeploymentRoute route) {
    if (route.isAsleep() && route.parking().call()) {
      gateway.called(route.id());
    }
  }

  HostLabel hostLabel(String host) {
    var known = hosts.get(host);
    if (known == null) {
      if (hosts.size() >= HOSTS_REMEMBERED) {
        hosts.clear();
      }
      known = HostLabel.of(host);
      hosts.put(host, known);
    }
    return known;
  }

  @Nullable Refusal authorize(@Nullable String authorization, String modelId) {
    return identity.check(gateway.keys(), authorization, modelId);
  }

  AsyncDoor asyncDoor() {
    return gateway.asyncDoor();
  }

  Upstream upstream(Endpoint endpoint) {
    var known = upstreams.get(endpoint);
    if (known == null) {
      var from = agent;
      if (from == null) {
        throw new IllegalStateException("lane is not started (expected: started)");
      }
      known = new Upstream(from, endpoint, settings);
      upstreams.put(endpoint, known);
      ensureTicking();
    }
    return known;
  }

  long replicaIdleBefore() {
    return coarseNanos - settings.timeouts().replicaIdle().toNanos();
  }

  /// Adds what every answer of the gateway carries.
  HttpServerResponse sign(Exchange exchange) {
    var response = exchange.response;
    response.headers().add(Headers.REQUEST_ID, exchange.id);
    if (closing) {
      response.headers().set(HttpHeaders.CONNECTION, CLOSE);
    }
    return response;
  }

  /// The same for the answer of a replica.
  void sign(Exchange exchange, Lease lease) {
    var headers = sign(exchange).headers();
    headers.add(Headers.ATTEMPTS, exchange.attemptsText());
    headers.add(Headers.DEPLOYMENT, lease.deployment().id());
    headers.add(Headers.REPLICA, lease.endpoint().replicaId());
  }

  void refuse(Exchange exchange, Refusal why) {
    gateway.meters().refused(why.status());
    var response = sign(exchange).setStatusCode(why.status());
    response.putHeader(HttpHeaders.CONTENT_TYPE, Headers.JSON);
    if (why.status() == 405) {
      response.putHeader(HttpHeaders.ALLOW, why.allowed());
    }
    boolean unread = !exchange.request.isEnded() && exchange.hasUnreadBody();
    if (unread) {
      response.putHeader(HttpHeaders.CONNECTION, CLOSE);
    }
    var done = response.end(why.body());
    if (unread) {
      exchange.request.resume();
      closeAfter(exchange, done);
    }
  }

  /// Closes a client's connection after its answer. What it still sends is read and dropped for a
  /// moment, since closing at once would take the answer away from a client that is still sending.
  void closeAfter(Exchange exchange, Future<Void> answered) {
    var connection = exchange.request.connection();
    answered.onComplete(_ -> {
      if (exchange.request.isEnded()) {
        connection.close();
      } else {
        vertx.setTimer(LINGER_MILLIS, _ -> connection.close());
      }
    });
  }

  private void serve(HttpServerRequest request) {
    var async = gateway.loopback().idOf(request);
    var exchange = new Exchange(this, request, async == null ? ids.next() : async);
    exchange.asynchronous = async != null;
    try {
      exchange.start();
    } catch (RuntimeException | LinkageError e) {
      // A bug of ours: the client gets an answer all the same, and the log says where it was.
      LOG.error("request {} failed inside the gateway", exchange.id, e);
      exchange.refuse(Refusal.OURS);
    }
  }

  private void invalid(HttpServerRequest request) {
    new Exchange(this, request, ids.next()).startInvalid();
  }

  void enter(Exchange exchange) {
    ensureTicking();
    exchange.client = clients.busy(exchange.request.connection());
    var first = active;
    exchange.after = first;
    if (first != null) {
      first.before = exchange;
    }
    active = exchange;
  }

  void leave(Exchange exchange) {
    var client = exchange.client;
    if (client != null) {
      clients.free(client, coarseNanos);
    }
    var before = exchange.before;
    var after = exchange.after;
    if (before != null) {
      before.after = after;
    } else {
      active = after;
    }
    if (after != null) {
      after.before = before;
    }
    exchange.before = null;
    exchange.after = null;
  }

  /// A table came into use: moves what waits for a replica that it does not allow, and forgets the
  /// replicas that it does not have.
  void tableChanged() {
    var table = table();
    for (var one = active; one != null; ) {
      var next = one.after;
      one.tableChanged();
      one = next;
    }
    upstreams
        .entrySet()
        .removeIf(known -> {
          boolean gone = !table.has(known.getKey());
          if (gone) {
            known.getValue().retire();
          }
          return gone;
        });
  }

  private void ensureTicking() {
    if (!ticking) {
      ticking = true;
      coarseNanos = nanos();
      vertx.setTimer(TICK_MILLIS, _ -> tick());
    }
  }

  private void tick() {
    ticking = false;
    coarseNanos = nanos();
    for (var one = active; one != null; ) {
      var next = one.after;
      if (one.deadline() != 0 && one.deadline() - coarseNanos < 0) {
        one.expire();
      }
      one = next;
    }
    clients.prune(coarseNanos);
    boolean idle = true;
    for (var upstream : upstreams.values()) {
      upstream.prune(replicaIdleBefore());
      idle &= upstream.isIdle();
    }
    if (active != null || !idle || !clients.isEmpty()) {
      ticking = true;
      vertx.setTimer(TICK_MILLIS, _ -> tick());
    }
  }
}
