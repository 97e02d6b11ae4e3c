package dev.slipway.api;

import dev.slipway.api.audit.AuditHandlers;
import dev.slipway.api.http.Authenticator;
import dev.slipway.api.http.Dispatcher;
import dev.slipway.api.http.Errors;
import dev.slipway.api.http.HttpExchange;
import dev.slipway.api.http.IdempotencyFilter;
import dev.slipway.api.http.LongResponses;
import dev.slipway.api.http.Misdirected;
import dev.slipway.api.http.PublicUrl;
import dev.slipway.api.http.RateLimiter;
import dev.slipway.api.http.Route;
import dev.slipway.api.http.Route.ErrorRenderer;
import dev.slipway.api.http.Router;
import dev.slipway.api.http.Scope;
import dev.slipway.api.http.Tenant;
import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Texts;
import dev.slipway.api.observe.LogHandlers;
import dev.slipway.api.observe.MetricHandlers;
import dev.slipway.api.truss.GraphQl;
import dev.slipway.api.truss.TrussPushes;
import dev.slipway.api.truss.TrussReads;
import dev.slipway.api.truss.TrussSchema;
import dev.slipway.api.truss.s3.S3Handlers;
import dev.slipway.api.truss.s3.UploadGrants;
import dev.slipway.api.upload.ArchiveStore;
import dev.slipway.api.upload.Downloads;
import dev.slipway.api.upload.ModelCreation;
import dev.slipway.api.upload.Tokens;
import dev.slipway.api.upload.Uploads;
import dev.slipway.engine.Engine;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.catalog.DeploymentView;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.runtime.Runtime;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.ServerSSLOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server of the management API. It serves from [#start] until it is closed.
public final class ManagementApi implements AutoCloseable {
  /// How long requests in flight may take when the server is closed.
  public static final Duration DRAIN = Duration.ofSeconds(10);

  static final int MAX_HEADER_BYTES = 16 * 1024;
  static final int MAX_REQUEST_LINE = 16 * 1024;
  static final int IDLE_SECONDS = 120;

  private static final Logger LOG = LoggerFactory.getLogger(ManagementApi.class);

  private final HttpServer server;
  private final List<Route> routes;
  private final LongResponses longResponses;

  private ManagementApi(HttpServer server, List<Route> routes, LongResponses longResponses) {
    this.server = server;
    this.routes = routes;
    this.longResponses = longResponses;
  }

  /// The parts that the API is built from.
  ///
  /// @param uploads directory of archives; created where it is missing
  /// @param random one that cannot be predicted, outside tests
  public record Parts(
      Vertx vertx,
      Backend backend,
      Path uploads,
      InstantSource time,
      RandomGenerator random,
      Operations operations) {}

  /// The engine behind the API, and the ports beside it.
  ///
  /// @param runtime asked for logs alone
  /// @param inferencePort where the models are served, on the same host; 1 to 65535
  public record Backend(Engine engine, Runtime runtime, int inferencePort) {}

  /// The operators' view of this server: metrics, readiness and the access log.
  ///
  /// @param metrics what `/metrics` shows
  /// @param notReady null: ready; else a sentence that says why not
  /// @param disk of the data directory
  /// @param log where a line is written for each call that may have changed something
  public record Operations(
      PrometheusMeterRegistry metrics,
      Supplier<@Nullable String> notReady,
      Disk disk,
      Logger log) {}

  /// Starts to serve, and returns when the port is open.
  ///
  /// @throws IllegalStateException where the port cannot be opened
  public static ManagementApi start(ApiSettings settings, Parts parts) {
    Engine engine = parts.backend().engine();
    Operations operations = parts.operations();
    var longResponses = new LongResponses(engine.promotionFollower().bell());
    var errors = new Errors(new Ids(parts.random()), operations.disk(), parts.time());
    List<Route> routes = ManagementRoutes.all(handlers(settings, parts, longResponses, errors));
    var dispatcher =
        new Dispatcher(
            parts.vertx(),
            new Router(routes),
            new Authenticator(
                engine.access(),
                new RateLimiter(settings.rates(), parts.time(), operations.metrics())),
            errors,
            new PublicUrl(settings.front().url(), settings.front().proxies()),
            longResponses,
            operations.log());
    var options =
        new HttpServerOptions()
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxInitialLineLength(MAX_REQUEST_LINE)
            .setHandle100ContinueAutomatically(true)
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    ApiSettings.Listener listener = settings.listener();
    ServerSSLOptions tls = listener.tls();
    Vertx vertx = parts.vertx();
    HttpServer created =
        tls == null
            ? vertx.createHttpServer(options)
            : vertx.createHttpServer(
                new HttpServerConfig(options).setVersions(HttpVersion.HTTP_1_1), tls);
    HttpServer server =
        created
            .connectionHandler(ManagementApi::opened)
            .requestHandler(
                new Misdirected(
                    dispatcher::handle,
                    Misdirected.inference(
                        parts.backend().inferencePort(),
                        settings.front().inferenceUrl(),
                        settings.front().proxies()),
                    vertx))
            .invalidRequestHandler(request -> refuseInvalid(request, vertx));
    try {
      server.listen(listener.port(), listener.host()).await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(
          "cannot listen on %s:%d (expected: a free port of this machine): %s"
              .formatted(listener.host(), listener.port(), e.getMessage()),
          e);
    }
    return new ManagementApi(server, routes, longResponses);
  }

  /// The port that is open, 1 to 65535.
  public int port() {
    return server.actualPort();
  }

  /// Replaces the certificate for new connections; open ones keep theirs.
  ///
  /// @throws IllegalStateException where the port is not encrypted, or takes no other certificate
  public void renew(ServerSSLOptions tls) {
    try {
      var _ = server.updateSSLOptions(tls).await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(
          "the management port keeps its certificate: " + e.getMessage(), e);
    }
  }

  public List<Route> routes() {
    return routes;
  }

  /// Stops serving: long responses end at once, other requests in flight may finish.
  @Override
  public void close() throws Exception {
    longResponses.close();
    server.shutdown(DRAIN).await(DRAIN.toSeconds() + 1, TimeUnit.SECONDS);
  }

  private static Handlers handlers(
      ApiSettings settings, Parts parts, LongResponses longResponses, Errors errors) {
    Engine engine = parts.backend().engine();
    ApiSettings.TenantNames names = settings.names();
    var wire = new ToWire(names.team());
    var tenant = new Tenant(engine.access(), names.team(), names.workspace());
    var tokens = new Tokens(parts.random());
    var archives =
        new ArchiveStore(
            parts.uploads(),
            settings.maxArchiveBytes(),
            tokens,
            parts.time(),
            () -> archives(engine),
            parts.operations().disk());
    var uploads = new Uploads(archives);
    var modelCreation = new ModelCreation(engine, archives, uploads, tenant);
    Operations operations = parts.operations();
    return new Handlers(
        new Handlers.Catalog(
            new ModelHandlers(engine, wire, modelCreation, tenant),
            new DeploymentHandlers(engine.deployments(), engine.settings()),
            new EnvironmentHandlers(engine.environments())),
        promoting(engine, longResponses, parts.time()),
        new Handlers.Archives(
            modelCreation, uploads, new Downloads(engine, archives, tokens, parts.time())),
        new Handlers.Observing(
            new LogHandlers(engine, parts.backend().runtime(), parts.time()),
            new AuditHandlers(engine),
            new MetricHandlers(engine, parts.time())),
        new Handlers.Administering(
            new KeyHandlers(engine.access(), wire, tenant),
            new SecretHandlers(engine.secrets(), engine.access(), wire, tenant),
            new TeamHandlers(tenant),
            new PlatformHandlers()),
        truss(
            modelCreation,
            new UploadGrants(archives, tokens),
            new TrussReads(
                engine, tenant, parts.backend().inferencePort(), settings.front().inferenceUrl()),
            tenant,
            errors,
            parts.time()),
        new Handlers.Operating(
            new HealthHandlers(operations.metrics(), operations.notReady(), operations.disk()),
            new SpecHandlers(),
            new DocsPage(),
            loopback(settings.listener().host()) ? Scope.OPEN : Scope.METRICS));
  }

  private static Handlers.Promoting promoting(
      Engine engine, LongResponses longResponses, InstantSource time) {
    var idempotencyFilter = new IdempotencyFilter(engine.idempotency());
    return new Handlers.Promoting(
        new PromotionHandlers(
            engine.promotions(), engine.receipts(), engine.deployments(), idempotencyFilter),
        new CancelHandlers(
            engine.promotions(),
            engine.receipts(),
            engine.dryRuns(),
            engine.promotionFollower(),
            idempotencyFilter,
            longResponses,
            time),
        new PromotionStream(engine.promotionFollower(), longResponses));
  }

  private static Handlers.TrussClient truss(
      ModelCreation modelCreation,
      UploadGrants grants,
      TrussReads reads,
      Tenant tenant,
      Errors errors,
      InstantSource time) {
    var pushes = new TrussPushes(modelCreation, grants, reads, tenant);
    return new Handlers.TrussClient(
        new GraphQl(() -> new TrussSchema(reads, pushes, errors).build()),
        new S3Handlers(grants, time));
  }

  private static Set<String> archives(Engine engine) {
    return engine.models().all().stream()
        .flatMap(m -> deployments(engine, m.model().id()))
        .map(d -> d.deployment().source().archive())
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /// The deployments of a model; none if it was deleted meanwhile.
  private static Stream<DeploymentView> deployments(Engine engine, String modelId) {
    return switch (engine.deployments().ofModel(modelId)) {
      case Answer.Ok<List<DeploymentView>>(var all) -> all.stream();
      case Answer.No<List<DeploymentView>> _ -> Stream.empty();
    };
  }

  private static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /// A connection that breaks is told to the request on it as well; without a handler it is logged
  /// as an error, without a word about whose it was.
  private static void opened(HttpConnection connection) {
    var caller = connection.remoteAddress();
    connection.exceptionHandler(
        why -> LOG.debug("the connection of a caller at {} broke: {}", caller, why.getMessage()));
  }

  private static void refuseInvalid(HttpServerRequest request, Vertx vertx) {
    Throwable cause = request.decoderResult().cause();
    String why = cause == null || cause.getMessage() == null ? "unreadable" : cause.getMessage();
    new HttpExchange(request, vertx.getOrCreateContext())
        .refuse(
            Problem.invalid("request: not valid HTTP: " + Texts.cut(why)), "", ErrorRenderer.JSON);
  }
}
