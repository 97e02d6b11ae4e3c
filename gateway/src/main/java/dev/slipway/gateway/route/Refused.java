package dev.slipway.gateway.route;

import dev.slipway.gateway.error.ErrorAnswer;

/// No place on a replica, and the error that the client is answered with instead.
public record Refused(ErrorAnswer why) implements Resolved, Pick, Paths.Reading {}
