package dev.slipway.wire;

import java.util.List;

/// Environments of one model, oldest first.
public record EnvironmentsV1(List<EnvironmentV1> environments) {
  public EnvironmentsV1 {
    environments = List.copyOf(environments);
  }
}
