package dev.slipway.testkit.fake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import dev.slipway.engine.port.routes.KeyRing;
import dev.slipway.engine.port.routes.RouteTable;
import dev.slipway.engine.port.routes.RouteTable.ModelRoutes;
import dev.slipway.engine.port.routes.Routes;
import dev.slipway.engine.port.routes.SharedMap;
import dev.slipway.testkit.contract.FenceContract;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The fence of the fake; and that the contract finds a data plane that confirms too early, or one
/// that never does.
class FakeRoutesFenceTest extends FenceContract {
  private static final EnvironmentKey PRODUCTION =
      new EnvironmentKey("model001", EnvironmentKey.PRODUCTION);

  final FakeRoutes fake = new FakeRoutes();
  private long revision;
  private int waiting;

  @Override
  public Routes routes() {
    return fake;
  }

  @Override
  public long route(String deployment) {
    var routing = Map.of(PRODUCTION, Routing.EMPTY.to(new Split.Whole(deployment)));
    var model = new ModelRoutes(routing, Map.of(), null);
    fake.apply(new RouteTable(++revision, SharedMap.of(Map.of(PRODUCTION.modelId(), model))));
    return revision;
  }

  @Override
  public void keepWaiting() {
    waiting++;
  }

  /// What waits goes by the table that the slowest gateway routes by.
  @Override
  public void send() {
    Routing routing = fake.slowest().routing(PRODUCTION);
    if (routing != null && routing.split() instanceof Split.Whole(var deployment)) {
      fake.send(PRODUCTION, deployment, waiting);
    }
    waiting = 0;
  }

  @Override
  public long arrived(String deployment) {
    return fake.served(PRODUCTION, deployment).requests();
  }

  @Override
  public void stall() {
    fake.confirm(false);
  }

  @Override
  public void resume() {
    fake.confirm(true);
  }

  @Test
  void theContractFindsADataPlaneThatConfirmsTooEarly() {
    assertThatThrownBy(new Planted(true)::aTableThatIsNotInUseIsNotConfirmed)
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(new Planted(true)::aGatewayThatGetsNothingDoneConfirmsNothingUntilItGoesOn)
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(new Planted(true)::aFenceThatWaitsIsNotLostToATableThatIsAppliedMeanwhile)
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(new Planted(true)::aTableThatIsAppliedWhileAFenceWaitsForItIsConfirmed)
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(
            new Planted(true)::afterTheConfirmationNothingReachesTheCandidateThatWasPickedBefore)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("sent to the candidate after the fence");
  }

  @Test
  void theContractFindsADataPlaneThatNeverConfirms() {
    assertThatThrownBy(new Planted(false)::aTableInUseIsConfirmed)
        .isInstanceOf(AssertionError.class);
  }

  /// A data plane that gives the same answer to every fence, while its slowest gateway still sends
  /// what waits by the table before.
  private static final class Planted extends FakeRoutesFenceTest {
    private final boolean answer;

    Planted(boolean answer) {
      this.answer = answer;
    }

    @Override
    public void keepWaiting() {
      super.keepWaiting();
      stall();
    }

    @Override
    public Routes routes() {
      return new Routes() {
        @Override
        public void apply(RouteTable table) {
          fake.apply(table);
        }

        @Override
        public void apply(KeyRing keys) {
          fake.apply(keys);
        }

        @Override
        public boolean awaitQuiescent(long revision, Duration timeout) {
          return answer;
        }

        @Override
        public int inFlight(String replicaId) {
          return fake.inFlight(replicaId);
        }

        @Override
        public long answered(String replicaId) {
          return fake.answered(replicaId);
        }

        @Override
        public void onDemand(Consumer<String> listener) {
          fake.onDemand(listener);
        }
      };
    }
  }
}
