package dev.slipway.gateway;

/// No place on a replica, and the error that the client is answered with instead.
record Refused(Refusal why) implements Resolved, Pick, Paths.Reading {}
