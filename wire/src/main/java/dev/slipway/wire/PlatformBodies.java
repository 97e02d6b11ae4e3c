package dev.slipway.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bodies about the places and the sizes of replicas.
public final class PlatformBodies {
  private PlatformBodies() {}

  /// A place where replicas run.
  public record RegionV1(String slug, String displayName) {}

  /// All regions.
  public record RegionsV1(List<RegionV1> regions) {
    public RegionsV1 {
      regions = List.copyOf(regions);
    }
  }

  /// A size of replica.
  ///
  /// @param gpuType null where there is none
  /// @param gpuMemoryLimitMib null where there is none
  public record InstanceTypeV1(
      String id,
      String name,
      int memoryLimitMib,
      int millicpuLimit,
      int gpuCount,
      @Nullable String gpuType,
      @Nullable Integer gpuMemoryLimitMib) {}

  /// All sizes of replicas, smallest first.
  public record InstanceTypesV1(List<InstanceTypeV1> instanceTypes) {
    public InstanceTypesV1 {
      instanceTypes = List.copyOf(instanceTypes);
    }
  }

  /// A size of replica with its price.
  ///
  /// @param price US dollars a minute
  public record InstanceTypeWithPriceV1(InstanceTypeV1 instanceType, double price) {}

  /// All sizes of replicas with their prices.
  public record InstanceTypePricesV1(List<InstanceTypeWithPriceV1> instanceTypes) {
    public InstanceTypePricesV1 {
      instanceTypes = List.copyOf(instanceTypes);
    }
  }
}
