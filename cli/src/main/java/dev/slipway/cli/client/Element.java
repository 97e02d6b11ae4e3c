package dev.slipway.cli.client;

import tools.jackson.databind.JsonNode;

/// One element of a list in an answer.
///
/// @param value what is read of it
/// @param json as it came, also the fields that nothing reads
public record Element<T>(T value, JsonNode json) {}
