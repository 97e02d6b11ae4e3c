package dev.slipway.api;

/// What the route table points at.
///
/// @param metricsScope who may scrape
record Handlers(
    Models models,
    Deployments deployments,
    Environments environments,
    PromotionCalls promotions,
    CancelCalls cancels,
    PromotionStream stream,
    Sources sources,
    Uploads uploads,
    ObjectCalls objects,
    GraphQl graphQl,
    Downloads downloads,
    Logs logs,
    AuditLogs auditLogs,
    MetricCalls metrics,
    Keys keys,
    Secrets secrets,
    Teams teams,
    Platform platform,
    Health health,
    Spec spec,
    DocsPage docs,
    Scope metricsScope) {}
