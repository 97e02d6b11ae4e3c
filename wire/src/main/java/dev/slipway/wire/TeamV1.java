package dev.slipway.wire;

import java.time.Instant;

/// A team. The component is written with an underscore because its name on the wire is a word of
/// the language.
///
/// @param _default whether it is the team of those that name none
public record TeamV1(String id, String name, boolean _default, Instant createdAt) {}
