package dev.slipway.testkit.fake;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.engine.port.routes.Counts;
import dev.slipway.engine.port.routes.GatewayStats;
import dev.slipway.engine.port.routes.LatencyDistribution;
import dev.slipway.engine.port.routes.Routes;
import dev.slipway.engine.port.routes.StatusCounts;
import dev.slipway.engine.port.routes.TrafficCounters;
import dev.slipway.testkit.contract.GatewayStatsContract;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class FakeRoutesStatsTest extends GatewayStatsContract {
  private static final EnvironmentKey PRODUCTION =
      new EnvironmentKey("model001", EnvironmentKey.PRODUCTION);

  private final FakeRoutes fake = new FakeRoutes();
  private int open;
  private StatusCounts ended = StatusCounts.NONE;

  @Override
  public Routes routes() {
    return fake;
  }

  @Override
  public GatewayStats stats() {
    return fake;
  }

  @Override
  public EnvironmentKey environment() {
    return PRODUCTION;
  }

  @Override
  public void begin() {
    fake.send(PRODUCTION, DEPLOYMENT, 1);
    tell(open + 1);
  }

  @Override
  public void answer(int status) {
    if (status >= 500) {
      fake.fail(PRODUCTION, DEPLOYMENT, false);
    }
    ended =
        ended.plus(
            new StatusCounts(
                status < 300 ? 1 : 0,
                status / 100 == 3 ? 1 : 0,
                status / 100 == 4 ? 1 : 0,
                status >= 500 ? 1 : 0));
    fake.answer(REPLICA);
    tell(open - 1);
  }

  @Override
  public void lose() {
    fake.fail(PRODUCTION, DEPLOYMENT, true);
    tell(open - 1);
  }

  private void tell(int inFlight) {
    open = inFlight;
    fake.hold(REPLICA, open);
    fake.hold(PRODUCTION, DEPLOYMENT, open);
    long all = ended.ok() + ended.redirected() + ended.refused() + ended.failed();
    var latency = new LatencyDistribution(new TreeMap<>(Map.of(1L, all)), all);
    fake.count(
        new Counts(
            List.of(
                new TrafficCounters(
                    new TrafficCounters.Way(PRODUCTION.modelId(), PRODUCTION.name(), DEPLOYMENT),
                    ended,
                    open,
                    0,
                    latency,
                    latency)),
            Map.of()));
  }
}
