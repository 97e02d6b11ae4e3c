package dev.slipway.gateway;

/// No place on a replica, and the error that the client is answered with instead.
record Refused(ErrorAnswer why) implements Resolved, Pick, Paths.Reading {}
