package dev.slipway.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.engine.port.routes.GatewayStats;
import dev.slipway.engine.port.routes.GatewayStats.Served;
import dev.slipway.engine.port.routes.Routes;
import dev.slipway.engine.port.routes.StatusCounts;
import dev.slipway.engine.port.routes.TrafficCounters;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What drains, receipts and metrics rely on: what every data plane counts of its requests.
public abstract class GatewayStatsContract {
  public static final String DEPLOYMENT = "deploy01";
  public static final String REPLICA = "replica1";

  public abstract Routes routes();

  public abstract GatewayStats stats();

  /// The environment that requests come through, all of whose traffic goes to [#DEPLOYMENT].
  public abstract EnvironmentKey environment();

  /// One more request is on [#REPLICA], the deployment's only one, when this returns.
  public abstract void begin();

  /// The replica has answered the oldest request with `status`, and that is counted, when this
  /// returns.
  public abstract void answer(int status);

  /// The replica has gone away in the midst of its answer to the oldest request, and that is
  /// counted, when this returns.
  public abstract void lose();

  private Served served() {
    return stats().served(environment(), DEPLOYMENT);
  }

  private List<TrafficCounters> ways() {
    return stats().counts().ways().stream()
        .filter(counters -> counters.way().deploymentId().equals(DEPLOYMENT))
        .filter(counters -> environment().name().equals(counters.way().environment()))
        .toList();
  }

  @Test
  public void nothingIsCountedOfWhatNobodyAskedFor() {
    assertThat(routes().inFlight("unknown")).isZero();
    assertThat(stats().inFlight(environment(), "unknown")).isZero();
    assertThat(stats().served(environment(), "unknown")).isEqualTo(Served.NOTHING);
  }

  @Test
  public void aRequestIsInFlightFromItsSendingToItsEnd() {
    begin();
    begin();
    assertThat(routes().inFlight(REPLICA)).isEqualTo(2);
    assertThat(stats().inFlight(environment(), DEPLOYMENT)).isEqualTo(2);
    answer(200);
    assertThat(routes().inFlight(REPLICA)).isEqualTo(1);
    answer(200);
    assertThat(routes().inFlight(REPLICA)).isZero();
    assertThat(stats().inFlight(environment(), DEPLOYMENT)).isZero();
  }

  @Test
  public void aReplicaHasAnsweredWhenARequestGotItsWholeAnswer() {
    long before = routes().answered(REPLICA);
    begin();
    assertThat(routes().answered(REPLICA)).isEqualTo(before);
    answer(200);
    long once = routes().answered(REPLICA);
    assertThat(once).isNotEqualTo(before);
    begin();
    lose();
    assertThat(routes().answered(REPLICA)).isEqualTo(once);
    begin();
    answer(500);
    assertThat(routes().answered(REPLICA)).isNotEqualTo(once);
    assertThat(routes().answered("unknown")).isZero();
  }

  @Test
  public void aRequestCountsAsServedFromItsSendingOn() {
    begin();
    assertThat(served().requests()).isEqualTo(1);
    assertThat(served().lastSentEpochMillis()).isPositive();
    answer(200);
    begin();
    answer(404);
    assertThat(served().requests()).isEqualTo(2);
    assertThat(served().errors()).isZero();
    assertThat(served().lost()).isZero();
  }

  @Test
  public void anAnswerOfAServerErrorIsAnErrorAndNotLost() {
    begin();
    answer(500);
    assertThat(served().requests()).isEqualTo(1);
    assertThat(served().errors()).isEqualTo(1);
    assertThat(served().lost()).isZero();
  }

  @Test
  public void anAnswerThatIsCutShortIsLostAndAnError() {
    begin();
    lose();
    assertThat(served().requests()).isEqualTo(1);
    assertThat(served().errors()).isEqualTo(1);
    assertThat(served().lost()).isEqualTo(1);
    assertThat(routes().inFlight(REPLICA)).isZero();
  }

  @Test
  public void theCountsNameTheWayAndTellTheStatuses() {
    begin();
    answer(200);
    begin();
    answer(404);
    begin();
    assertThat(ways())
        .singleElement()
        .satisfies(counters -> {
          assertThat(counters.way().modelId()).isEqualTo(environment().modelId());
          assertThat(counters.ended()).isEqualTo(new StatusCounts(1, 0, 1, 0));
          assertThat(counters.inFlight()).isEqualTo(1);
          assertThat(counters.total().count()).isEqualTo(2);
        });
    answer(500);
    assertThat(ways().getFirst().ended()).isEqualTo(new StatusCounts(1, 0, 1, 1));
  }
}
