package dev.slipway.api;

import dev.slipway.api.audit.AuditHandlers;
import dev.slipway.api.http.Scope;
import dev.slipway.api.observe.LogHandlers;
import dev.slipway.api.observe.MetricHandlers;
import dev.slipway.api.truss.GraphQl;
import dev.slipway.api.truss.s3.S3Handlers;
import dev.slipway.api.upload.Downloads;
import dev.slipway.api.upload.ModelCreation;
import dev.slipway.api.upload.Uploads;

/// The handlers that the route table points at, grouped by subject.
record Handlers(
    Catalog catalog,
    Promoting promoting,
    Archives archives,
    Observing observing,
    Administering admin,
    TrussClient truss,
    Operating operating) {

  record Catalog(
      ModelHandlers models, DeploymentHandlers deployments, EnvironmentHandlers environments) {}

  record Promoting(PromotionHandlers promotions, CancelHandlers cancels, PromotionStream stream) {}

  record Archives(ModelCreation modelCreation, Uploads uploads, Downloads downloads) {}

  record Observing(LogHandlers logs, AuditHandlers auditLogs, MetricHandlers metrics) {}

  record Administering(
      KeyHandlers keys, SecretHandlers secrets, TeamHandlers teams, PlatformHandlers platform) {}

  /// Handlers of the two protocols that the truss command speaks beside REST.
  record TrussClient(GraphQl graphQl, S3Handlers objects) {}

  /// @param metricsScope who may scrape
  record Operating(HealthHandlers health, SpecHandlers spec, DocsPage docs, Scope metricsScope) {}
}
