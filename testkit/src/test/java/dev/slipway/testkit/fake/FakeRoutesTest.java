package dev.slipway.testkit.fake;

import dev.slipway.engine.port.routes.GatewayStats;
import dev.slipway.engine.port.routes.Routes;
import dev.slipway.testkit.contract.DemandContract;

class FakeRoutesTest extends DemandContract {
  private final FakeRoutes routes = new FakeRoutes();

  @Override
  public Routes routes() {
    return routes;
  }

  @Override
  public GatewayStats vitals() {
    return routes;
  }

  @Override
  public void carry(String deployment) {
    routes.arrive(deployment, 1);
  }

  @Override
  public void sleep(String deployment) {
    // What the fake tells of a deployment is what it was told last.
  }

  @Override
  public void park(String deployment) {
    routes.park(deployment, routes.demand(deployment).parked() + 1);
  }

  @Override
  public void finish(String deployment) {
    routes.arrive(deployment, routes.demand(deployment).parked());
    routes.busy(deployment, 0);
  }
}
