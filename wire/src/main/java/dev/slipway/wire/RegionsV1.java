package dev.slipway.wire;

import java.util.List;

/// All regions.
public record RegionsV1(List<RegionV1> regions) {
  public RegionsV1 {
    regions = List.copyOf(regions);
  }
}
