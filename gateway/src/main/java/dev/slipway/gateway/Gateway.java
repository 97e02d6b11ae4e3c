package dev.slipway.gateway;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.engine.async.AsyncRequests;
import dev.slipway.engine.port.Predictions;
import dev.slipway.engine.port.routes.Counts;
import dev.slipway.engine.port.routes.GatewayStats;
import dev.slipway.engine.port.routes.KeyRing;
import dev.slipway.engine.port.routes.RouteTable;
import dev.slipway.engine.port.routes.Routes;
import dev.slipway.gateway.async.AsyncEndpoints;
import dev.slipway.gateway.async.Loopback;
import dev.slipway.gateway.metrics.GatewayMeters;
import dev.slipway.gateway.proxy.Lane;
import dev.slipway.gateway.proxy.ProxyParts;
import dev.slipway.gateway.proxy.RequestIds;
import dev.slipway.gateway.route.LiveRoutes;
import dev.slipway.gateway.route.TableCompiler;
import dev.slipway.gateway.settings.GatewayClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// The data plane: takes requests on the inference port and carries each to a replica, by the table
/// that was applied last. [Dispatch] says why [#awaitQuiescent] is a fence.
public final class Gateway implements Routes, GatewayStats, AutoCloseable {
  private static final Duration START_DEADLINE = Duration.ofSeconds(30);
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final GatewaySettings settings;
  private final GatewayClock clock;
  private final GatewayMeters meters;
  private final TableCompiler compiler;
  private final LiveRoutes routes;
  private final Loopback loopback;
  private final AsyncEndpoints asyncEndpoints;
  private volatile List<Lane> lanes = List.of();
  private volatile Consumer<String> onDemand = _ -> {};

  private Gateway(
      Vertx vertx, GatewaySettings settings, GatewayClock clock, MeterRegistry registry) {
    this.vertx = vertx;
    this.settings = settings;
    this.clock = clock;
    this.meters = new GatewayMeters(registry);
    this.compiler = new TableCompiler(meters);
    this.routes = new LiveRoutes(compiler, clock.nanos());
    var tls = settings.tls();
    this.loopback =
        new Loopback(
            routes::table,
            new Loopback.Port(settings.host(), this::port, tls == null ? null : tls.leaf()),
            clock.random());
    this.asyncEndpoints = new AsyncEndpoints(loopback, clock.instants());
  }

  /// A gateway that takes tables and keys, and listens once [#listen] is called.
  ///
  /// @param vertx stays the caller's; it has at least as many event loops as there are lanes, and
  ///   no other server of it listens on the same port, other than 0
  public static Gateway prepare(
      Vertx vertx, GatewaySettings settings, GatewayClock clock, MeterRegistry registry) {
    return new Gateway(vertx, settings, clock, registry);
  }

  /// As [#prepare], and listens at once.
  ///
  /// @throws IllegalStateException where it cannot listen, say because the port is taken
  public static Gateway start(
      Vertx vertx, GatewaySettings settings, GatewayClock clock, MeterRegistry registry) {
    var gateway = prepare(vertx, settings, clock, registry);
    gateway.listen();
    return gateway;
  }

  /// Listens, and returns once it does. Answers 503 until a table and keys are applied: whoever
  /// calls this after that never answers a valid request with anything false. Called once, and not
  /// beside [#awaitQuiescent], which asks the lanes that listen.
  ///
  /// @throws IllegalStateException where it cannot listen, say because the port is taken
  public void listen() {
    var port = settings.port() == 0 ? AnyPort.next(vertx) : settings.port();
    var ofLane = settings.ofLane(port);
    var parts = new ProxyParts(routes, clock, ofLane, meters, id -> onDemand.accept(id));
    var listening = new ArrayList<Lane>();
    for (int i = 0; i < settings.lanes(); i++) {
      var lane = new Lane(parts, asyncEndpoints, new RequestIds(clock.random()));
      try {
        await(vertx.deployVerticle(lane), START_DEADLINE);
      } catch (IllegalStateException e) {
        close();
        throw new IllegalStateException(
            "cannot listen on "
                + settings.host()
                + ":"
                + settings.port()
                + " (expected: a free port of this machine): "
                + e.getMessage(),
            e);
      }
      listening.add(lane);
      lanes = List.copyOf(listening);
    }
  }

  /// New connections get another certificate; those that are open stay as they are.
  ///
  /// @throws IllegalStateException where the port is not encrypted, or takes no other certificate
  public void renew(GatewayTls tls) {
    if (settings.tls() == null) {
      throw new IllegalStateException("the inference port is not encrypted (expected: it is)");
    }
    loopback.trust(tls.leaf());
    var renewing = new ArrayList<Future<?>>();
    for (var lane : lanes) {
      renewing.add(lane.onLoop(() -> lane.renew(tls.options())));
    }
    await(Future.join(renewing), START_DEADLINE);
  }

  /// The port that is listened on.
  ///
  /// @throws IllegalStateException where it does not listen
  public int port() {
    var listening = lanes;
    if (listening.isEmpty()) {
      throw new IllegalStateException("the gateway has no port (expected: it listens)");
    }
    return listening.getFirst().port();
  }

  @Override
  public void apply(RouteTable source) {
    if (routes.apply(source)) {
      lanes.forEach(Lane::tableChanged);
    }
  }

  @Override
  public void apply(KeyRing ring) {
    routes.apply(loopback.with(ring));
  }

  @Override
  public boolean awaitQuiescent(long revision, Duration timeout) {
    long end = clock.nanos().getAsLong() + timeout.toNanos();
    try {
      if (!routes.awaitApplied(revision, end)) {
        return false;
      }
      var listening = lanes;
      var passed = new CountDownLatch(listening.size());
      listening.forEach(lane -> lane.whenQuiescent(passed::countDown));
      return passed.await(end - clock.nanos().getAsLong(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public int inFlight(String replicaId) {
    return compiler.inFlight(replicaId);
  }

  @Override
  public long answered(String replicaId) {
    return compiler.answered(replicaId);
  }

  @Override
  public Demand demand(String deploymentId) {
    return compiler.demand(deploymentId);
  }

  @Override
  public void onDemand(Consumer<String> listener) {
    onDemand = listener;
  }

  @Override
  public Served served(EnvironmentKey environment, String deploymentId) {
    var counters = compiler.counters(environment, deploymentId);
    return counters == null ? Served.NOTHING : counters.served();
  }

  @Override
  public int inFlight(EnvironmentKey environment, String deploymentId) {
    var counters = compiler.counters(environment, deploymentId);
    return counters == null ? 0 : counters.inFlight();
  }

  @Override
  public Counts counts() {
    return compiler.counts();
  }

  /// Stops accepting, lets what is in flight end until the drain deadline, then closes.
  @Override
  public void close() {
    var drain = settings.drain();
    var draining = new ArrayList<Future<?>>();
    for (var lane : lanes) {
      draining.add(lane.onLoop(() -> lane.drain(drain)));
    }
    try {
      await(Future.join(draining), drain.plus(CLOSE_GRACE));
    } catch (IllegalStateException _) {
      // Past the deadline: undeploying cuts what is left.
    }
    for (var lane : lanes) {
      if (lane.isDeployed()) {
        await(vertx.undeploy(lane.deploymentID()), CLOSE_GRACE);
      }
    }
    lanes = List.of();
    loopback.close();
    meters.close();
  }

  /// The way by which asynchronous requests are sent to models.
  public Predictions predictions() {
    return loopback;
  }

  /// Answers the asynchronous paths with `requests` from now on; before, with 503.
  public void serve(AsyncRequests requests) {
    asyncEndpoints.open(requests);
  }

  private static void await(Future<?> future, Duration deadline) {
    try {
      var _ =
          future
              .toCompletionStage()
              .toCompletableFuture()
              .get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted (expected: " + deadline + " to end it)", e);
    } catch (ExecutionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(String.valueOf(cause.getMessage()), cause);
    } catch (TimeoutException e) {
      throw new IllegalStateException("not done within " + deadline, e);
    }
  }
}
