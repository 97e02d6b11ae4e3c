package dev.slipway.app.house.planted.domain;

/// Breach: the planted store has a class of this name too.
public record Twin() {}
