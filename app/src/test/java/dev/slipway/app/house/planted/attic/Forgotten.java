package dev.slipway.app.house.planted.attic;

/// Breach: in a module that has no arrows.
public record Forgotten() {}
