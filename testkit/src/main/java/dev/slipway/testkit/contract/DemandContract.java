package dev.slipway.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.routes.GatewayStats;
import dev.slipway.engine.port.routes.GatewayStats.Demand;
import dev.slipway.engine.port.routes.Routes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// The contract of demand: every data plane's report on the requests for a deployment, which
/// autoscaling relies on.
public abstract class DemandContract {
  private static final String DEPLOYMENT = "deploy01";

  public abstract Routes routes();

  public abstract GatewayStats vitals();

  /// One more request is in flight on the deployment, which is up, when this returns.
  public abstract void carry(String deployment);

  /// The deployment sleeps from now on.
  public abstract void sleep(String deployment);

  /// One more request waits for the deployment, which sleeps, when this returns.
  public abstract void park(String deployment);

  /// The deployment is up, and nothing waits or is in flight any more, when this returns.
  public abstract void finish(String deployment);

  private Demand demand() {
    return vitals().demand(DEPLOYMENT);
  }

  @Test
  public void nothingAsksForADeploymentThatIsNotKnown() {
    assertThat(vitals().demand("unknown")).isEqualTo(Demand.NOTHING);
  }

  @Test
  public void whatIsInFlightCountsUntilItsEndAndItsArrivalForGood() {
    carry(DEPLOYMENT);
    carry(DEPLOYMENT);
    assertThat(demand()).isEqualTo(new Demand(2, 0, 2, false));
    finish(DEPLOYMENT);
    assertThat(demand()).isEqualTo(new Demand(0, 0, 2, false));
  }

  @Test
  public void theFirstWhoWaitsForOneThatSleepsCallsIt() {
    List<String> called = new CopyOnWriteArrayList<>();
    routes().onDemand(called::add);
    sleep(DEPLOYMENT);
    assertThat(demand()).isEqualTo(Demand.NOTHING);
    park(DEPLOYMENT);
    park(DEPLOYMENT);
    assertThat(demand()).isEqualTo(new Demand(0, 2, 0, true));
    assertThat(called).containsExactly(DEPLOYMENT);
  }

  @Test
  public void aCallIsOverWhenItIsUp() {
    List<String> called = new CopyOnWriteArrayList<>();
    routes().onDemand(called::add);
    sleep(DEPLOYMENT);
    park(DEPLOYMENT);
    finish(DEPLOYMENT);
    assertThat(demand()).isEqualTo(new Demand(0, 0, 1, false));
    sleep(DEPLOYMENT);
    assertThat(demand().wake()).isFalse();
    park(DEPLOYMENT);
    assertThat(called).containsExactly(DEPLOYMENT, DEPLOYMENT);
  }
}
