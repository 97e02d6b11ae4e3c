package dev.slipway.gateway;

import dev.slipway.domain.AsyncTarget;
import dev.slipway.gateway.Address.Action;
import dev.slipway.gateway.Address.Kind;
import dev.slipway.gateway.Table.ModelRoute;
import dev.slipway.gateway.Table.Side;

/// What an address means at this moment, without a pick: no place is taken and no share is drawn.
sealed interface Look {

  /// @param side of a split the one with the greater share
  record At(Side side) implements Look {}

  record Nowhere(Refusal why) implements Look {}

  static Look at(Table table, Address address) {
    var model = table.model(address.modelId());
    if (model == null) {
      return new Nowhere(Refusal.noModel(address));
    }
    return switch (address.kind()) {
      case ENVIRONMENT -> environment(model, address);
      case DEPLOYMENT -> {
        var side = model.deployments().get(address.name());
        yield side == null ? new Nowhere(Refusal.noDeployment(address)) : new At(side);
      }
      case DEVELOPMENT -> {
        var side = model.development();
        yield side == null ? new Nowhere(Refusal.noDevelopment(address)) : new At(side);
      }
    };
  }

  private static Look environment(ModelRoute model, Address address) {
    var route = model.environments().get(address.name());
    if (route != null && route.stable() != null) {
      var candidate = route.candidate();
      return new At(candidate != null && route.percent() > 50 ? candidate : route.stable());
    }
    var instead = Picker.insteadOfEnvironment(model, address, route);
    if (instead != null) {
      return new At(instead);
    }
    return new Nowhere(
        route == null ? Refusal.noEnvironment(address) : Refusal.nothingDeployed(address));
  }

  /// The address of the inference port that an asynchronous request is sent to.
  static Address predict(AsyncTarget target) {
    var kind =
        switch (target.kind()) {
          case ENVIRONMENT -> Kind.ENVIRONMENT;
          case DEPLOYMENT -> Kind.DEPLOYMENT;
          case DEVELOPMENT -> Kind.DEVELOPMENT;
        };
    return new Address(target.modelId(), kind, target.name(), Action.PREDICT, "", "");
  }

  /// Whom an address is about.
  static AsyncTarget target(Address address) {
    var kind =
        switch (address.kind()) {
          case ENVIRONMENT -> AsyncTarget.Kind.ENVIRONMENT;
          case DEPLOYMENT -> AsyncTarget.Kind.DEPLOYMENT;
          case DEVELOPMENT -> AsyncTarget.Kind.DEVELOPMENT;
        };
    return new AsyncTarget(address.modelId(), kind, address.name());
  }

  /// The deployment that serves an environment while nothing is promoted.
  static String deploymentOf(Table table, AsyncTarget target, Side side) {
    var model = table.model(target.modelId());
    var route = model == null ? null : model.environments().get(target.name());
    boolean environment = target.kind() == AsyncTarget.Kind.ENVIRONMENT;
    return environment && route != null && route.stable() != null ? route.stable().id() : side.id();
  }
}
