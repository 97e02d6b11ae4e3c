package dev.slipway.wire;

/// The answer to the end of a replica.
public record TerminateReplicaResponseV1(boolean success) {}
