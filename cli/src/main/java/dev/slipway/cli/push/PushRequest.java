package dev.slipway.cli.push;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A model directory, and the wishes for its deployment.
///
/// @param name of the model; null: the config's `model_name`
/// @param modelId wins over names; null: by name
/// @param environment promoted to when it is ready; null: none
/// @param deploymentName null: the server's choice
/// @param development into the model's one development deployment
public record PushRequest(
    Path directory,
    @Nullable String name,
    @Nullable String modelId,
    @Nullable String environment,
    @Nullable String deploymentName,
    boolean development) {}
