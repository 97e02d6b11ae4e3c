package dev.slipway.testkit;

import dev.slipway.engine.Routes;
import dev.slipway.engine.Vitals;

class FakeRoutesTest extends DemandContract {
  private final FakeRoutes routes = new FakeRoutes();

  @Override
  protected Routes routes() {
    return routes;
  }

  @Override
  protected Vitals vitals() {
    return routes;
  }

  @Override
  protected void carry(String deployment) {
    routes.arrive(deployment, 1);
  }

  @Override
  protected void sleep(String deployment) {
    // What the fake tells of a deployment is what it was told last.
  }

  @Override
  protected void park(String deployment) {
    routes.park(deployment, routes.demand(deployment).parked() + 1);
  }

  @Override
  protected void finish(String deployment) {
    routes.arrive(deployment, routes.demand(deployment).parked());
    routes.busy(deployment, 0);
  }
}
