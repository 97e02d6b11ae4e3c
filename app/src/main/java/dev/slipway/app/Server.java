package dev.slipway.app;

import dev.slipway.api.ApiSettings;
import dev.slipway.api.ManagementApi;
import dev.slipway.app.sockets.Descriptors;
import dev.slipway.app.tls.Encryption;
import dev.slipway.cli.demo.LocalServer;
import dev.slipway.engine.Engine;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.async.Async;
import dev.slipway.engine.catalog.Access;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.Telemetry;
import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.gateway.Gateway;
import dev.slipway.gateway.GatewaySettings;
import dev.slipway.gateway.async.WebhookPost;
import dev.slipway.gateway.settings.GatewayClock;
import dev.slipway.runtime.LocalRuntime;
import dev.slipway.runtime.settings.RuntimeSettings;
import dev.slipway.store.SqlStore;
import dev.slipway.store.disk.Ballast;
import dev.slipway.store.disk.DataDisk;
import dev.slipway.store.disk.DiskWatch;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A whole Slipway in one process, and the one place that names the concrete adapters of the
/// engine's ports, in the order in which they start; [#close] stops them in reverse.
final class Server implements LocalServer {
  /// Replicas are processes of this machine, and nothing stands between the engine and the gateway.
  static final ServerParts PARTS =
      new ServerParts(
          null,
          data ->
              new LocalRuntime(
                  data, InstantSource.system(), RuntimeSettings.DEFAULT, System.getenv()),
          UnaryOperator.identity(),
          DataDisk::of,
          LoggerFactory.getLogger("dev.slipway.Server"));

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /// The transport's prefix of the system's own words.
  private static final Pattern SYSTEM_CALL =
      Pattern.compile("\\w+\\(\\.\\.\\) failed with error\\(-\\d+\\): ");

  private final ServerSettings settings;
  private final Closing closing;
  private final InstantSource time = InstantSource.system();
  private final SecureRandom random = new SecureRandom();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Descriptors descriptors = Descriptors.ofThisProcess();
  private final DataDirectory data;
  private final Disk disk;
  private final Vertx vertx;
  private final Encryption tls;
  private final ManagementApi api;
  private final Gateway gateway;

  /// Starts everything, in this order. Both ports are opened after the keys are loaded and the
  /// worker has turned once, so that the first caller is told the truth.
  private Server(ServerSettings settings, Closing closing, ServerParts parts) {
    this.settings = settings;
    this.closing = closing;
    this.data = closing.add("data directory", DataDirectory.open(settings.data()));
    settings.address().requireFree();
    this.disk = parts.disk().apply(data.root());
    var ballast = new Ballast(data.ballast(), disk, time);
    var reserve = new SqlStore.Reserve(disk, ballast::giveUp);
    var store = closing.add("store", SqlStore.sqlite(data.database(), reserve));
    this.vertx = eventLoops(parts);
    var runtime = closing.add("runtime", parts.runtime().apply(data.root()));
    closing.add("replicas", () -> stopReplicas(runtime));
    this.tls = Encryption.of(settings.guards().tls(), vertx, time);
    this.gateway = closing.add("gateway", gateway());
    var telemetry = new MicrometerTelemetry(meters, parts.log());
    watch(ballast, telemetry);
    var engine =
        Engine.on(
            new Engine.Ports(
                store,
                runtime,
                parts.routes().apply(gateway),
                gateway,
                telemetry,
                new Ids(random),
                time));
    engine.access().load();
    ensureKey(engine.access());
    closing.add("worker", engine.worker());
    var _ = engine.worker().turn();
    var async = async(store);
    gateway.listen();
    engine.worker().start();
    closing.add("upkeep", engine.upkeep().start(settings.upkeep()));
    async.runner().start();
    this.api = closing.add("management API", api(engine, runtime, parts.log()));
    descriptors.keepBackFor(api.port());
    closing.add("certificate", tls.watch(api, gateway));
  }

  /// Has the room on the disk in the metrics and the log; a disk that is not looked at has none.
  private void watch(Ballast ballast, Telemetry telemetry) {
    if (disk.space().isKnown()) {
      DiskMetrics.register(meters, disk);
      closing.add("disk", new DiskWatch(disk, ballast, telemetry::failure, time).start());
    }
  }

  /// Starts a server. Where it fails halfway, what was started is stopped again.
  ///
  /// @throws StartFailure with what is wrong and what to do
  static Server start(ServerSettings settings) {
    return start(settings, PARTS);
  }

  /// Starts a server that is made of these parts.
  static Server start(ServerSettings settings, ServerParts parts) {
    var closing = new Closing();
    try {
      return new Server(settings, closing, parts);
    } catch (StoreException | IllegalStateException e) {
      closing.close();
      throw new StartFailure(
          SYSTEM_CALL.matcher(String.valueOf(e.getMessage())).replaceFirst(""), e);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  /// Ends every replica of a data directory that no server uses.
  ///
  /// @return how many there were
  /// @throws StartFailure where a server uses it
  static int endReplicas(Path data) {
    try (var owned = DataDirectory.open(data)) {
      return LocalRuntime.endAll(owned.root(), ServerSettings.STOP_GRACE);
    }
  }

  @Override
  public URI management() {
    return uri(api.port());
  }

  @Override
  public URI inference() {
    return uri(gateway.port());
  }

  @Override
  public String apiKey() {
    return data.readKey();
  }

  /// Stops everything, once: requests in flight end first, then the replicas, unless they are kept.
  @Override
  public void close() {
    closing.close();
  }

  /// Turns off Vert.x's cache of files: nothing is served from files.
  private static VertxOptions withoutFiles() {
    var files =
        new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
    return new VertxOptions().setFileSystemOptions(files);
  }

  private Vertx eventLoops(ServerParts parts) {
    var shared = parts.vertx();
    if (shared != null) {
      return shared;
    }
    var made = Transports.open(System.getenv(Transports.VARIABLE), withoutFiles(), descriptors());
    closing.add("event loops", () -> made.close().await());
    requireRoomForClients();
    return made;
  }

  /// @throws StartFailure where there are too few to work at all
  private Descriptors descriptors() {
    int limit = descriptors.limit();
    if (limit < Descriptors.LEAST) {
      throw new StartFailure(
          "limit of open files: %d (expected: %d or more, better %d; ulimit -n)"
              .formatted(limit, Descriptors.LEAST, Descriptors.ENOUGH));
    }
    if (limit < Descriptors.ENOUGH) {
      LOG.warn(
          "the limit of open files is {} (expected: {} or more; ulimit -n): at most about {} clients can be connected at a time, others wait",
          limit,
          Descriptors.ENOUGH,
          descriptors.clients());
    }
    return descriptors;
  }

  /// Looked at when the database and the event loops are open, and no replica is touched yet.
  ///
  /// @throws StartFailure where a server that calls itself ready would serve nobody
  private void requireRoomForClients() {
    int room = descriptors.room();
    if (room < Descriptors.CLIENTS_LEAST) {
      throw new StartFailure(
          "limit of open files: %d, which leaves room for %d clients of the inference port beside what the server itself has open and keeps back (expected: room for %d or more). Raise the limit to %d, or more (ulimit -n)."
              .formatted(descriptors.limit(), room, Descriptors.CLIENTS_LEAST, Descriptors.ENOUGH));
    }
  }

  /// The event loops that carry its sockets, for another server of this process; closed with this
  /// one.
  Vertx vertx() {
    return vertx;
  }

  /// The disk of the data directory.
  Disk disk() {
    return disk;
  }

  private Gateway gateway() {
    var address = settings.address();
    var ofGateway =
        GatewaySettings.on(address.host(), address.inferencePort(), tls.ofGateway())
            .withClientIdle(settings.guards().clientIdle());
    var clock = new GatewayClock(time, System::nanoTime, random);
    return Gateway.prepare(vertx, ofGateway, clock, meters);
  }

  private ManagementApi api(Engine engine, Runtime runtime, Logger log) {
    return ManagementApi.start(
        ApiSettings.on(settings.address().host(), settings.address().managementPort())
            .with(tls.ofApi())
            .with(settings.guards().rates())
            .with(settings.guards().front()),
        new ManagementApi.Parts(
            vertx,
            new ManagementApi.Backend(engine, runtime, gateway.port()),
            data.uploads(),
            time,
            random,
            new ManagementApi.Operations(meters, () -> null, disk, log)));
  }

  /// Writes the key for local use: at the first start, and again if the database does not know it.
  private void ensureKey(Access access) {
    if (data.hasKey() && access.authenticate(data.readKey()) != null) {
      return;
    }
    var made =
        access.create(
            "local",
            ApiKey.Type.PERSONAL,
            List.of(),
            access.workspace().teamId(),
            AuditEvent.Actor.SYSTEM);
    switch (made) {
      case Answer.Ok<Access.Fresh>(var fresh) -> data.writeKey(fresh::secret);
      case Answer.No<Access.Fresh>(var refusal) -> throw new StartFailure(refusal.message());
    }
  }

  /// The queue. It starts after the first table, so that requests that were queued before a restart
  /// find their way at once.
  private Async async(Store store) {
    var telemetry = new MicrometerAsyncTelemetry(meters);
    var webhooks = closing.add("webhooks", new WebhookPost());
    var async = Async.on(new Async.Ports(store, gateway.predictions(), webhooks, telemetry, time));
    telemetry.watch(async.runner());
    closing.add("asynchronous requests", async.runner());
    gateway.serve(async.requests());
    return async;
  }

  private void stopReplicas(Runtime runtime) {
    if (!settings.keepReplicas()) {
      ReplicaStop.all(runtime, settings.stopGrace());
    }
  }

  private URI uri(int port) {
    String host =
        settings.address().host().contains(":")
            ? "[" + settings.address().host() + "]"
            : settings.address().host();
    return URI.create(tls.scheme() + "://" + host + ":" + port);
  }
}
