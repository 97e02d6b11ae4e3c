package dev.slipway.engine;

import java.time.InstantSource;

/// The engine, put together: what the adapters talk to.
///
/// @param upkeep what is done now and then; started by whoever made the engine
/// @param worker the loop; started and closed by whoever made the engine
public record Engine(
    ModelCatalog models,
    DeploymentCatalog deployments,
    EnvironmentCatalog environments,
    Promotions promotions,
    Access access,
    SecretBox secrets,
    Receipts receipts,
    DryRuns dryRuns,
    Following following,
    Idempotency idempotency,
    AuditLog auditLog,
    Metrics metrics,
    Upkeep upkeep,
    Worker worker) {

  /// What the engine stands on.
  public record Ports(
      Store store,
      Runtime runtime,
      Routes routes,
      Vitals vitals,
      Telemetry telemetry,
      Ids ids,
      InstantSource time) {}

  public static Engine on(Ports p) {
    var mirror = new Mirror(p.store(), p.time());
    var draining = new Draining();
    var publisher = new Publisher(mirror, p.runtime(), p.routes(), draining);
    var fence = new Fence(publisher, p.routes(), p.time(), p.telemetry());
    var way = new RightOfWay();
    var bell = new Bell();
    var ledger = new Ledger(p.vitals(), bell);
    var journal = new Journal(p.ids(), p.time());
    var views = new Views(p.runtime());
    var autoscaler = new Autoscaler(p.store(), p.vitals(), p.telemetry(), p.time());
    var observer = new Observer(autoscaler::total, p.time());
    var reconciler =
        new Reconciler(p.store(), publisher, fence, observer, ledger, p.telemetry(), p.time());
    var worker =
        new Worker(
            p.store(),
            p.runtime(),
            new Worker.Parts(
                reconciler,
                new Lifecycle(p.store(), p.runtime(), p.telemetry(), p.time()),
                new Fleet(
                    p.store(), p.runtime(), p.routes(), publisher, draining, p.ids(), p.time()),
                new Settling(p.store(), p.runtime(), ledger, p.time()),
                new Remnants(p.store(), p.runtime()),
                autoscaler,
                publisher,
                mirror),
            way,
            p.telemetry(),
            p.time());
    Nudge inUse = inUse(fence, worker);
    var starts = new StartTimes(p.runtime(), p.time()).watching();
    var idempotency = new Idempotency(p.store(), p.time());
    p.routes()
        .onDemand(deployment -> {
          autoscaler.asked(deployment);
          worker.nudge();
        });
    var promoting = new Promoting(ledger, journal, p.ids(), p.time());
    var creation = new DeploymentCreation(promoting, journal, p.ids(), p.time());
    var auditLog = new AuditLog(p.store(), p.time());
    var sampler = new Sampler(p.store(), p.runtime(), p.vitals(), p.time());
    var metrics = new Metrics(p.store(), sampler, p.time());
    var deployments =
        new DeploymentCatalog(p.store(), views, p.runtime(), journal, p.time(), inUse);
    return new Engine(
        new ModelCatalog(p.store(), views, creation, journal, p.ids(), p.time(), inUse),
        deployments,
        new EnvironmentCatalog(p.store(), views, deployments, journal, p.time(), inUse),
        new Promotions(
            p.store(),
            new Promotions.Parts(publisher, observer, reconciler, fence, ledger),
            promoting,
            journal,
            idempotency,
            way,
            worker),
        new Access(p.store(), p.routes(), journal, p.ids(), p.time()),
        new SecretBox(p.store(), journal, p.ids(), p.time()),
        new Receipts(p.store(), p.vitals()),
        new DryRuns(p.store(), publisher, observer, p.vitals(), starts),
        new Following(p.store(), p.runtime(), p.vitals(), bell),
        idempotency,
        auditLog,
        metrics,
        new Upkeep(metrics, auditLog, p.telemetry(), p.time()),
        worker);
  }

  /// What a call wrote is in use when it is answered: a deployment that was created is known, one
  /// that was deactivated gets nothing any more.
  private static Nudge inUse(Fence fence, Worker worker) {
    return () -> {
      fence.await(Reconciler.FENCE_IN_TICK);
      worker.nudge();
    };
  }
}
