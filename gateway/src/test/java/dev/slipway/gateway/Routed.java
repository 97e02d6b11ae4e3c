package dev.slipway.gateway;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.engine.port.routes.RouteTable;
import dev.slipway.engine.port.routes.RouteTable.ModelRoutes;
import dev.slipway.engine.port.routes.RouteTable.Target;
import dev.slipway.engine.port.routes.SharedMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Route tables from what tests keep flat.
public final class Routed {
  private Routed() {}

  public static RouteTable table(
      long revision,
      Map<EnvironmentKey, Routing> environments,
      Map<String, Target> deployments,
      Map<String, String> development,
      Set<String> models) {
    Map<String, ModelRoutes> all = new HashMap<>();
    for (String id : models) {
      var ofModel = new HashMap<>(environments);
      ofModel.keySet().removeIf(key -> !key.modelId().equals(id));
      var targets = new HashMap<>(deployments);
      targets.values().removeIf(target -> !target.modelId().equals(id));
      all.put(id, new ModelRoutes(ofModel, targets, development.get(id)));
    }
    return new RouteTable(revision, SharedMap.of(all));
  }
}
