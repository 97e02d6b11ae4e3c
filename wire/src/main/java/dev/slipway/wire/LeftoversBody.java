package dev.slipway.wire;

/// What the losing side's replicas cost after the end of a promotion.
///
/// @param replicas those that had to go
/// @param replicaSeconds added up over the time they were still there
/// @param estimated the server was restarted meanwhile: an upper bound
/// @param complete they are all gone
public record LeftoversBody(
    int replicas, double replicaSeconds, boolean estimated, boolean complete) {}
