package dev.slipway.wire;

import java.util.List;

/// All sizes of replicas with their prices.
public record InstanceTypePricesV1(List<InstanceTypeWithPriceV1> instanceTypes) {
  public InstanceTypePricesV1 {
    instanceTypes = List.copyOf(instanceTypes);
  }
}
