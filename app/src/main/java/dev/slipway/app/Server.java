package dev.slipway.app;

import dev.slipway.api.ApiSettings;
import dev.slipway.api.ManagementApi;
import dev.slipway.cli.LocalServer;
import dev.slipway.engine.Access;
import dev.slipway.engine.Answer;
import dev.slipway.engine.ApiKey;
import dev.slipway.engine.Async;
import dev.slipway.engine.AuditEvent;
import dev.slipway.engine.Engine;
import dev.slipway.engine.Ids;
import dev.slipway.engine.Runtime;
import dev.slipway.engine.Store;
import dev.slipway.engine.StoreException;
import dev.slipway.gateway.Gateway;
import dev.slipway.gateway.GatewayClock;
import dev.slipway.gateway.GatewaySettings;
import dev.slipway.gateway.WebhookPost;
import dev.slipway.store.SqlStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/// A whole Slipway in one process. The one place that names concrete adapters, in the order in
/// which they start; [#close] stops them in reverse.
final class Server implements LocalServer {
  /// What the transport puts before the system's own words.
  private static final Pattern SYSTEM_CALL =
      Pattern.compile("\\w+\\(\\.\\.\\) failed with error\\(-\\d+\\): ");

  private final ServerSettings options;
  private final Closing closing;
  private final InstantSource time = InstantSource.system();
  private final SecureRandom random = new SecureRandom();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final DataDirectory data;
  private final Vertx vertx;
  private final Encryption tls;
  private final ManagementApi api;
  private final Gateway gateway;

  /// In start order. The worker turns before the API listens, so that what a caller is told is
  /// true.
  private Server(ServerSettings options, Closing closing, Outfit outfit) {
    this.options = options;
    this.closing = closing;
    this.data = closing.add("data directory", DataDirectory.open(options.data()));
    var store = closing.add("store", SqlStore.sqlite(data.database()));
    this.vertx = eventLoops(outfit);
    var runtime = closing.add("runtime", outfit.runtime().apply(data.root()));
    closing.add("replicas", () -> stopReplicas(runtime));
    this.tls = Encryption.of(options.guards().tls(), vertx, time);
    this.gateway = closing.add("gateway", gateway());
    var engine =
        Engine.on(
            new Engine.Ports(
                store,
                runtime,
                outfit.watch().apply(gateway),
                gateway,
                new MicrometerTelemetry(meters, outfit.log()),
                new Ids(random),
                time));
    engine.access().load();
    ensureKey(engine.access());
    closing.add("worker", engine.worker());
    var _ = engine.worker().turn();
    engine.worker().start();
    closing.add("upkeep", engine.upkeep().start(options.upkeep()));
    startAsync(store);
    this.api = closing.add("management API", api(engine, runtime, outfit.log()));
    closing.add("certificate", tls.watch(api, gateway));
  }

  /// Starts a server. Where it fails halfway, what was started is stopped again.
  ///
  /// @throws StartFailure with what is wrong and what to do
  static Server start(ServerSettings options) {
    return start(options, Outfit.REAL);
  }

  /// As above, made of other parts.
  static Server start(ServerSettings options, Outfit outfit) {
    var closing = new Closing();
    try {
      return new Server(options, closing, outfit);
    } catch (StoreException | IllegalStateException e) {
      closing.close();
      throw new StartFailure(
          SYSTEM_CALL.matcher(String.valueOf(e.getMessage())).replaceFirst(""), e);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
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

  /// Nothing is served from files: without a cache of them there is nothing to leave behind either.
  private static VertxOptions withoutFiles() {
    var files =
        new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
    return new VertxOptions().setFileSystemOptions(files);
  }

  private Vertx eventLoops(Outfit outfit) {
    var there = outfit.vertx();
    if (there != null) {
      return there;
    }
    var made = Transports.open(System.getenv(Transports.VARIABLE), withoutFiles());
    closing.add("event loops", () -> made.close().await());
    return made;
  }

  /// What carries its sockets, for others in this process; closed with it.
  Vertx vertx() {
    return vertx;
  }

  private Gateway gateway() {
    var settings = GatewaySettings.on(options.host(), options.inferencePort(), tls.ofGateway());
    var clock = new GatewayClock(time, System::nanoTime, random);
    return Gateway.start(vertx, settings, clock, meters);
  }

  private ManagementApi api(Engine engine, Runtime runtime, Logger log) {
    return ManagementApi.start(
        ApiSettings.on(options.host(), options.managementPort())
            .with(tls.ofApi())
            .with(options.guards().rates()),
        new ManagementApi.Parts(
            vertx,
            engine,
            runtime,
            data.uploads(),
            time,
            random,
            meters,
            gateway.port(),
            () -> "",
            log));
  }

  /// The key for local use: written at the first start, and again where it is not known any more.
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

  /// After the first table, so that what was queued before a restart finds its way at once.
  private void startAsync(Store store) {
    var telemetry = new MicrometerAsyncTelemetry(meters);
    var webhooks = closing.add("webhooks", new WebhookPost());
    var async = Async.on(new Async.Ports(store, gateway.predictions(), webhooks, telemetry, time));
    telemetry.watch(async.runner());
    closing.add("asynchronous requests", async.runner());
    async.runner().start();
    gateway.serve(async.requests());
  }

  private void stopReplicas(Runtime runtime) {
    if (!options.keepReplicas()) {
      ReplicaStop.all(runtime, options.stopGrace());
    }
  }

  private URI uri(int port) {
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    return URI.create(tls.scheme() + "://" + host + ":" + port);
  }
}
