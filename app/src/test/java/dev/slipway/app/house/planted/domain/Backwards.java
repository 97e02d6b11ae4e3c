package dev.slipway.app.house.planted.domain;

import dev.slipway.app.house.planted.engine.Port;

/// Breach: the domain names the engine.
public record Backwards(Port port) {}
