package dev.slipway.wire;

import java.util.List;

/// All sizes of replicas, smallest first.
public record InstanceTypesV1(List<InstanceTypeV1> instanceTypes) {
  public InstanceTypesV1 {
    instanceTypes = List.copyOf(instanceTypes);
  }
}
