package dev.slipway.gateway;

import dev.slipway.domain.EnvironmentKey;
import dev.slipway.engine.AsyncRequests;
import dev.slipway.engine.Counts;
import dev.slipway.engine.KeyRing;
import dev.slipway.engine.Predictions;
import dev.slipway.engine.RouteTable;
import dev.slipway.engine.Routes;
import dev.slipway.engine.Vitals;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// The data plane: takes requests on the inference port and carries each to a replica, by the table
/// that was applied last. [Dispatch] says why [#awaitQuiescent] is a fence.
public final class Gateway implements Routes, Vitals, AutoCloseable {
  /// A negative port is a free one that all servers of one Vert.x that name it share.
  private static final int ANY_PORT_FOR_ALL = -1;

  private static final Duration START_DEADLINE = Duration.ofSeconds(30);
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final GatewaySettings settings;
  private final Clock clock;
  private final Meters meters;
  private final TableCompiler compiler;
  private final List<Lane> lanes = new ArrayList<>();
  private final ReentrantLock applying = new ReentrantLock();
  private final Condition applied = applying.newCondition();
  private volatile Table table = Table.EMPTY;
  private final Loopback loopback;
  private final AsyncDoor asyncDoor = new AsyncDoor();
  private volatile KeyRing keys;
  private volatile Consumer<String> onDemand = _ -> {};

  /// Where time and chance come from.
  ///
  /// @param instants of the day
  /// @param nanos monotonic, in nanoseconds, from any start
  /// @param random for ids of requests
  public record Clock(InstantSource instants, LongSupplier nanos, RandomGenerator random) {}

  private Gateway(Vertx vertx, GatewaySettings settings, Clock clock, MeterRegistry registry) {
    this.vertx = vertx;
    this.settings = settings;
    this.clock = clock;
    this.meters = new Meters(registry);
    this.compiler = new TableCompiler(meters);
    this.loopback = new Loopback(this, clock.random());
    this.keys = loopback.with(KeyRing.EMPTY);
  }

  /// Listens, and returns once it does. Answers 404 and 401 until a table and keys are applied.
  ///
  /// @param vertx stays the caller's; it has at least as many event loops as there are lanes
  /// @throws IllegalStateException where it cannot listen, say because the port is taken
  public static Gateway start(
      Vertx vertx, GatewaySettings settings, Clock clock, MeterRegistry registry) {
    var gateway = new Gateway(vertx, settings, clock, registry);
    gateway.listen();
    return gateway;
  }

  private void listen() {
    int port = settings.port() == 0 ? ANY_PORT_FOR_ALL : settings.port();
    for (int i = 0; i < settings.lanes(); i++) {
      var lane = new Lane(this, port, new RequestIds(clock.random()));
      try {
        await(vertx.deployVerticle(lane), START_DEADLINE);
      } catch (IllegalStateException e) {
        close();
        throw new IllegalStateException(
            "cannot listen on "
                + settings.host()
                + ":"
                + port
                + " (expected: a free port of this machine): "
                + e.getMessage(),
            e);
      }
      lanes.add(lane);
    }
  }

  /// New connections get another certificate; those that are open stay as they are.
  ///
  /// @throws IllegalStateException where the port is not encrypted, or takes no other certificate
  public void renew(GatewayTls tls) {
    if (settings.tls() == null) {
      throw new IllegalStateException("the inference port is not encrypted (expected: it is)");
    }
    loopback.trust(tls);
    var renewing = new ArrayList<Future<?>>();
    for (var lane : lanes) {
      renewing.add(lane.onLoop(() -> lane.renew(tls)));
    }
    await(Future.join(renewing), START_DEADLINE);
  }

  /// The port that is listened on.
  public int port() {
    return lanes.getFirst().actualPort();
  }

  @Override
  public void apply(RouteTable source) {
    applying.lock();
    try {
      if (source.revision() <= table.revision()) {
        return;
      }
      var before = table;
      var next = compiler.compile(source, before);
      table = next;
      compiler.settle(before, next);
      applied.signalAll();
    } finally {
      applying.unlock();
    }
    lanes.forEach(lane -> lane.execute(lane::tableChanged));
  }

  @Override
  public void apply(KeyRing ring) {
    keys = loopback.with(ring);
  }

  @Override
  public boolean awaitQuiescent(long revision, Duration timeout) {
    long end = clock.nanos().getAsLong() + timeout.toNanos();
    try {
      if (!awaitApplied(revision, end)) {
        return false;
      }
      var passed = new CountDownLatch(lanes.size());
      lanes.forEach(lane -> lane.execute(() -> lane.departures().whenLeft(passed::countDown)));
      return passed.await(end - clock.nanos().getAsLong(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean awaitApplied(long revision, long end) throws InterruptedException {
    applying.lock();
    try {
      while (table.revision() < revision) {
        long left = end - clock.nanos().getAsLong();
        if (left <= 0 || applied.awaitNanos(left) <= 0) {
          return table.revision() >= revision;
        }
      }
      return true;
    } finally {
      applying.unlock();
    }
  }

  @Override
  public int inFlight(String replicaId) {
    return compiler.inFlight(replicaId);
  }

  /// Requests that wait for a place on the deployment, 0 or more.
  public int queued(String deploymentId) {
    return compiler.queued(deploymentId);
  }

  @Override
  public Demand demand(String deploymentId) {
    return compiler.demand(deploymentId);
  }

  @Override
  public void onDemand(Consumer<String> listener) {
    onDemand = listener;
  }

  /// A deployment that sleeps is asked for.
  void called(String deploymentId) {
    onDemand.accept(deploymentId);
  }

  @Override
  public Served served(EnvironmentKey environment, String deploymentId) {
    var tally = compiler.tally(environment, deploymentId);
    return tally == null ? Served.NOTHING : tally.served();
  }

  @Override
  public int inFlight(EnvironmentKey environment, String deploymentId) {
    var tally = compiler.tally(environment, deploymentId);
    return tally == null ? 0 : tally.inFlight();
  }

  @Override
  public Counts counts() {
    return compiler.counts();
  }

  /// Stops accepting, lets what is in flight end until the drain deadline, then closes.
  @Override
  public void close() {
    var drain = settings.timeouts().drain();
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
    lanes.clear();
    loopback.close();
    meters.close();
  }

  /// What asynchronous requests are sent through.
  public Predictions predictions() {
    return loopback;
  }

  /// Answers the asynchronous paths with `requests` from now on; before, with 503.
  public void serve(AsyncRequests requests) {
    asyncDoor.open(requests);
  }

  Loopback loopback() {
    return loopback;
  }

  AsyncDoor asyncDoor() {
    return asyncDoor;
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

  Table table() {
    return table;
  }

  KeyRing keys() {
    return keys;
  }

  GatewaySettings settings() {
    return settings;
  }

  Meters meters() {
    return meters;
  }

  long nanos() {
    return clock.nanos().getAsLong();
  }

  long epochMillis() {
    return clock.instants().millis();
  }
}
