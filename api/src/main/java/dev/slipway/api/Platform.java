package dev.slipway.api;

import dev.slipway.engine.EnvironmentCatalog;
import dev.slipway.engine.InstanceTypes;
import dev.slipway.wire.InstanceTypePricesV1;
import dev.slipway.wire.InstanceTypeWithPriceV1;
import dev.slipway.wire.InstanceTypesV1;
import dev.slipway.wire.RegionsV1;
import java.util.List;

/// What this installation offers, and what it does not offer yet.
final class Platform {
  /// A machine of one's own costs nothing here.
  private static final double FREE = 0.0;

  private final EnvironmentCatalog environments;

  Platform(EnvironmentCatalog environments) {
    this.environments = environments;
  }

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

  /// A command to an environment's promotion that is published and does not work here yet. The
  /// environment must exist all the same.
  Route.Handler laterSignal(String name) {
    return r -> {
      Errors.value(environments.find(r.environment()));
      throw Problem.notAvailable(
          name + ": only cancel_promotion can change a promotion on its way; this is");
    };
  }
}
