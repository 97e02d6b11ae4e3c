package dev.slipway.wire;

import java.time.Instant;

/// A secret without its value.
public record SecretV1(String id, Instant createdAt, String name, String teamName) {}
