package dev.slipway.app.house.planted.store;

/// Breach: the planted domain has a class of this name too.
public record Twin() {}
