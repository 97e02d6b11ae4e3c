package dev.slipway.gateway.route;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.gateway.route.CompiledTable.EnvironmentRoute;
import dev.slipway.gateway.route.CompiledTable.ModelRoute;
import dev.slipway.gateway.route.CompiledTable.Side;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The meaning of an address under one table: two sides with shares, one deployment, or an error.
/// Resolving takes no place and draws no share; [Picker] does both with the result.
///
/// Splits and deployments are made when a table is compiled, so resolving allocates nothing unless
/// it fails.
public sealed interface Resolved permits Resolved.Split, Resolved.Sole, Refused {

  /// An environment to which something is deployed.
  ///
  /// @param candidate null: no promotion is on its way
  /// @param percent the candidate's share, 0 to 100
  /// @param sequence of picks under this generation; kept while the generation stays
  record Split(
      long generation, Side stable, @Nullable Side candidate, int percent, AtomicLong sequence)
      implements Resolved, EnvironmentRoute {

    @Override
    public int percentTo(String deploymentId) {
      if (candidate != null && candidate.id().equals(deploymentId)) {
        return percent;
      }
      return stable.id().equals(deploymentId) ? 100 - percent : 0;
    }

    /// The side with the greater share, the stable one where both have the same.
    public Side greater() {
      return candidate != null && percent > 50 ? candidate : stable;
    }
  }

  /// One deployment that gets all requests: it was addressed itself, or stands in for an
  /// environment to which nothing is deployed.
  record Sole(Side side) implements Resolved {}

  static Resolved of(CompiledTable table, Address address) {
    var model = table.model(address.modelId());
    if (model == null) {
      return new Refused(RouteErrors.noModel(address));
    }
    return switch (address.kind()) {
      case ENVIRONMENT -> environment(model, address);
      case DEPLOYMENT -> {
        var deployment = model.deployments().get(address.name());
        yield deployment == null ? new Refused(RouteErrors.noDeployment(address)) : deployment;
      }
      case DEVELOPMENT -> {
        var development = model.development();
        yield development == null ? new Refused(RouteErrors.noDevelopment(address)) : development;
      }
    };
  }

  /// `/environments/development` means the development deployment where no environment has that
  /// name, and so does production as long as nothing was promoted to it.
  private static Resolved environment(ModelRoute model, Address address) {
    boolean production = address.name().equals(EnvironmentKey.PRODUCTION);
    var development = model.development();
    return switch (model.environments().get(address.name())) {
      case Split split -> split;
      case CompiledTable.NothingDeployed _ ->
          production && development != null
              ? development
              : new Refused(RouteErrors.nothingDeployed(address));
      case null ->
          development != null && (production || address.name().equals(Paths.DEVELOPMENT))
              ? development
              : new Refused(RouteErrors.noEnvironment(address));
    };
  }
}
