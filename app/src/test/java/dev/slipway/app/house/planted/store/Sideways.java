package dev.slipway.app.house.planted.store;

import dev.slipway.app.house.planted.app.Allowed;

/// Breach: the store names the app.
public record Sideways(Allowed allowed) {}
