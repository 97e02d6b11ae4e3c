package dev.slipway.api;

/// What the route table points at, by subject.
record Handlers(
    Catalog catalog,
    Promoting promoting,
    Archives archives,
    Observing observing,
    Administering admin,
    TrussClient truss,
    Operating operating) {

  record Catalog(Models models, Deployments deployments, Environments environments) {}

  record Promoting(PromotionCalls promotions, CancelCalls cancels, PromotionStream stream) {}

  record Archives(Sources sources, Uploads uploads, Downloads downloads) {}

  record Observing(Logs logs, AuditLogs auditLogs, MetricCalls metrics) {}

  record Administering(Keys keys, Secrets secrets, Teams teams, Platform platform) {}

  /// What the truss command speaks beside REST.
  record TrussClient(GraphQl graphQl, ObjectCalls objects) {}

  /// @param metricsScope who may scrape
  record Operating(Health health, Spec spec, DocsPage docs, Scope metricsScope) {}
}
