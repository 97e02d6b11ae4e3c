package dev.slipway.engine.port.runtime;

import dev.slipway.domain.deployment.LaunchSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The specification of a replica that is to run.
///
/// @param id replica id, unique for ever
/// @param secrets values by name; the text form does not show them
/// @param environmentName the environment its deployment belongs to; null: none
public record ReplicaSpec(
    String id,
    String deploymentId,
    String modelId,
    String artifact,
    LaunchSpec launch,
    Map<String, String> secrets,
    @Nullable String environmentName) {

  public ReplicaSpec {
    secrets = Map.copyOf(secrets);
  }

  @Override
  public String toString() {
    return "ReplicaSpec["
        + id
        + " of "
        + deploymentId
        + ", secrets "
        + List.copyOf(secrets.keySet())
        + "]";
  }
}
