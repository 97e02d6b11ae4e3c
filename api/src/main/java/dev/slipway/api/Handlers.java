package dev.slipway.api;

import dev.slipway.api.audit.AuditLogs;
import dev.slipway.api.http.Scope;
import dev.slipway.api.observe.Logs;
import dev.slipway.api.observe.MetricCalls;
import dev.slipway.api.truss.GraphQl;
import dev.slipway.api.truss.s3.S3Handlers;
import dev.slipway.api.upload.Downloads;
import dev.slipway.api.upload.ModelCreation;
import dev.slipway.api.upload.Uploads;

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

  record Archives(ModelCreation sources, Uploads uploads, Downloads downloads) {}

  record Observing(Logs logs, AuditLogs auditLogs, MetricCalls metrics) {}

  record Administering(Keys keys, Secrets secrets, Teams teams, Platform platform) {}

  /// What the truss command speaks beside REST.
  record TrussClient(GraphQl graphQl, S3Handlers objects) {}

  /// @param metricsScope who may scrape
  record Operating(Health health, Spec spec, DocsPage docs, Scope metricsScope) {}
}
