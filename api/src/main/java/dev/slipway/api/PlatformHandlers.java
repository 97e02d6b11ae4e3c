package dev.slipway.api;

import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.engine.catalog.InstanceTypes;
import dev.slipway.wire.PlatformBodies.InstanceTypePricesV1;
import dev.slipway.wire.PlatformBodies.InstanceTypeWithPriceV1;
import dev.slipway.wire.PlatformBodies.InstanceTypesV1;
import dev.slipway.wire.PlatformBodies.RegionsV1;
import java.util.List;

/// Handlers of what this installation offers: instance types and regions.
final class PlatformHandlers {
  /// A machine of one's own costs nothing here.
  private static final double FREE = 0.0;

  Reply instanceTypes(Request request) {
    return Reply.ok(
        new InstanceTypesV1(InstanceTypes.ALL.stream().map(ToWire::instanceType).toList()));
  }

  Reply prices(Request request) {
    return Reply.ok(
        new InstanceTypePricesV1(
            InstanceTypes.ALL.stream()
                .map(t -> new InstanceTypeWithPriceV1(ToWire.instanceType(t), FREE))
                .toList()));
  }

  Reply regions(Request request) {
    return Reply.ok(new RegionsV1(List.of(ToWire.REGION)));
  }
}
