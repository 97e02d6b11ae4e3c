package dev.slipway.engine;

import dev.slipway.engine.catalog.Access;
import dev.slipway.engine.catalog.DeploymentCatalog;
import dev.slipway.engine.catalog.DeploymentCreation;
import dev.slipway.engine.catalog.DeploymentSettings;
import dev.slipway.engine.catalog.EnvironmentCatalog;
import dev.slipway.engine.catalog.ModelCatalog;
import dev.slipway.engine.catalog.SecretBox;
import dev.slipway.engine.catalog.ViewBuilder;
import dev.slipway.engine.history.AuditLog;
import dev.slipway.engine.history.AuditWriter;
import dev.slipway.engine.history.Metrics;
import dev.slipway.engine.history.Sampler;
import dev.slipway.engine.history.Upkeep;
import dev.slipway.engine.loop.Nudge;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.Telemetry;
import dev.slipway.engine.port.routes.GatewayStats;
import dev.slipway.engine.port.routes.Routes;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.promotion.ChangeSignal;
import dev.slipway.engine.promotion.CleanupTracker;
import dev.slipway.engine.promotion.CommandPriority;
import dev.slipway.engine.promotion.DecisionWriter;
import dev.slipway.engine.promotion.DryRuns;
import dev.slipway.engine.promotion.Idempotency;
import dev.slipway.engine.promotion.Observer;
import dev.slipway.engine.promotion.PromotionFollower;
import dev.slipway.engine.promotion.PromotionStarter;
import dev.slipway.engine.promotion.Promotions;
import dev.slipway.engine.promotion.Receipts;
import dev.slipway.engine.promotion.Reconciler;
import dev.slipway.engine.promotion.StartTimes;
import dev.slipway.engine.routing.Draining;
import dev.slipway.engine.routing.Fence;
import dev.slipway.engine.routing.ModelCache;
import dev.slipway.engine.routing.Publisher;
import dev.slipway.engine.scaling.Autoscaler;
import dev.slipway.engine.worker.DeletionSweeper;
import dev.slipway.engine.worker.FirstPromotion;
import dev.slipway.engine.worker.Fleet;
import dev.slipway.engine.worker.Lifecycle;
import dev.slipway.engine.worker.Worker;
import java.time.InstantSource;

/// The engine's services, wired together for the adapters.
///
/// @param worker the loop; started and closed by the composition root
public record Engine(
    Catalogs catalogs, PromotionServices promoting, History history, Worker worker) {

  /// What a model is made of, and who may use it.
  public record Catalogs(
      ModelCatalog models,
      DeploymentCatalog deployments,
      DeploymentSettings settings,
      EnvironmentCatalog environments,
      Access access,
      SecretBox secrets) {}

  /// What starts, forecasts, follows and accounts for promotions.
  public record PromotionServices(
      Promotions promotions,
      Receipts receipts,
      DryRuns dryRuns,
      PromotionFollower promotionFollower,
      Idempotency idempotency) {}

  /// What is kept of what happened.
  ///
  /// @param upkeep samples and retention; started by the composition root
  public record History(AuditLog auditLog, Metrics metrics, Upkeep upkeep) {}

  /// What the engine stands on.
  public record Ports(
      Store store,
      Runtime runtime,
      Routes routes,
      GatewayStats stats,
      Telemetry telemetry,
      Ids ids,
      InstantSource time) {}

  public static Engine on(Ports p) {
    var cache = new ModelCache(p.store(), p.time());
    var draining = new Draining();
    var publisher = new Publisher(cache, p.runtime(), p.routes(), draining);
    var fence = new Fence(publisher, p.routes(), p.time(), p.telemetry());
    var priority = new CommandPriority();
    var changes = new ChangeSignal();
    var decisions = new DecisionWriter(p.stats(), changes);
    var auditWriter = new AuditWriter(p.ids(), p.time());
    var viewBuilder = new ViewBuilder(p.runtime());
    var autoscaler = new Autoscaler(p.store(), p.stats(), p.telemetry(), p.time());
    var observer = new Observer(autoscaler::total, p.time());
    var reconciler =
        new Reconciler(p.store(), publisher, fence, observer, decisions, p.telemetry(), p.time());
    var starter = new PromotionStarter(decisions, auditWriter, p.ids(), p.time());
    var worker =
        new Worker(
            p.store(),
            p.runtime(),
            cache,
            new Worker.Parts(
                reconciler,
                new Lifecycle(
                    p.store(),
                    p.runtime(),
                    new FirstPromotion(p.store(), cache, starter),
                    p.telemetry(),
                    p.time()),
                new Fleet(
                    p.store(), p.runtime(), p.routes(), publisher, draining, p.ids(), p.time()),
                new CleanupTracker(p.store(), p.runtime(), decisions, p.time()),
                new DeletionSweeper(p.store(), p.runtime()),
                autoscaler,
                publisher),
            priority,
            p.telemetry(),
            p.time());
    Nudge inUse = inUse(fence, worker);
    p.runtime().judgeBy(p.routes());
    var starts = new StartTimes(p.runtime(), p.time()).watching();
    var idempotency = new Idempotency(p.store(), p.time());
    p.routes()
        .onDemand(deployment -> {
          autoscaler.asked(deployment);
          worker.nudge();
        });
    var creation = new DeploymentCreation(starter, auditWriter, p.ids(), p.time());
    var deployments =
        new DeploymentCatalog(
            p.store(), viewBuilder, p.runtime(), draining, auditWriter, p.time(), inUse);
    return new Engine(
        catalogs(p, viewBuilder, creation, deployments, auditWriter, inUse),
        new PromotionServices(
            new Promotions(
                p.store(),
                new Promotions.Parts(publisher, observer, reconciler, fence, decisions),
                starter,
                auditWriter,
                idempotency,
                priority,
                worker),
            new Receipts(p.store(), p.stats()),
            new DryRuns(p.store(), publisher, observer, p.stats(), starts),
            new PromotionFollower(p.store(), p.runtime(), p.stats(), changes),
            idempotency),
        history(p),
        worker);
  }

  private static Catalogs catalogs(
      Ports p,
      ViewBuilder viewBuilder,
      DeploymentCreation creation,
      DeploymentCatalog deployments,
      AuditWriter auditWriter,
      Nudge inUse) {
    return new Catalogs(
        new ModelCatalog(p.store(), viewBuilder, creation, auditWriter, p.ids(), p.time(), inUse),
        deployments,
        new DeploymentSettings(p.store(), auditWriter, p.time(), inUse),
        new EnvironmentCatalog(p.store(), viewBuilder, deployments, auditWriter, p.time(), inUse),
        new Access(p.store(), p.routes(), auditWriter, p.ids(), p.time()),
        new SecretBox(p.store(), auditWriter, p.ids(), p.time()));
  }

  private static History history(Ports p) {
    var auditLog = new AuditLog(p.store(), p.time());
    var sampler = new Sampler(p.store(), p.runtime(), p.stats(), p.time());
    var metrics = new Metrics(p.store(), sampler, p.time());
    return new History(auditLog, metrics, new Upkeep(metrics, auditLog, p.telemetry(), p.time()));
  }

  /// What a call wrote is in use when it is answered: a deployment that was created is known, one
  /// that was deactivated gets nothing any more.
  private static Nudge inUse(Fence fence, Worker worker) {
    return () -> {
      fence.await(Reconciler.FENCE_IN_TICK);
      worker.nudge();
    };
  }

  public ModelCatalog models() {
    return catalogs.models();
  }

  public DeploymentCatalog deployments() {
    return catalogs.deployments();
  }

  public DeploymentSettings settings() {
    return catalogs.settings();
  }

  public EnvironmentCatalog environments() {
    return catalogs.environments();
  }

  public Access access() {
    return catalogs.access();
  }

  public SecretBox secrets() {
    return catalogs.secrets();
  }

  public Promotions promotions() {
    return promoting.promotions();
  }

  public Receipts receipts() {
    return promoting.receipts();
  }

  public DryRuns dryRuns() {
    return promoting.dryRuns();
  }

  public PromotionFollower promotionFollower() {
    return promoting.promotionFollower();
  }

  public Idempotency idempotency() {
    return promoting.idempotency();
  }

  public AuditLog auditLog() {
    return history.auditLog();
  }

  public Metrics metrics() {
    return history.metrics();
  }

  public Upkeep upkeep() {
    return history.upkeep();
  }
}
