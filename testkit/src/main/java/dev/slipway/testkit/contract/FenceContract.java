package dev.slipway.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.routes.RouteTable;
import dev.slipway.engine.port.routes.Routes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a cancel relies on: what every data plane means by a fence that it confirms.
public abstract class FenceContract {
  public static final String STABLE = "stable01";
  public static final String CANDIDATE = "candid01";

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration TOO_SHORT = Duration.ofMillis(100);

  public abstract Routes routes();

  /// All traffic goes to `deployment` by a table that is applied when this returns.
  ///
  /// @return the table's revision
  public abstract long route(String deployment);

  /// A request has been picked for the deployment that traffic goes to, and waits to be sent, when
  /// this returns.
  public abstract void keepWaiting();

  /// Every request that waited has been sent to where the data plane sends it by now, and answered,
  /// when this returns.
  public abstract void send();

  /// How many requests the deployment's replicas have been sent.
  public abstract long arrived(String deployment);

  /// The data plane gets nothing done from now on.
  public abstract void stall();

  /// It goes on.
  public abstract void resume();

  @Test
  public void aTableInUseIsConfirmed() {
    assertThat(routes().awaitQuiescent(route(STABLE), PATIENCE)).isTrue();
  }

  @Test
  public void aTableThatIsNotInUseIsNotConfirmed() {
    long revision = route(STABLE);
    assertThat(routes().awaitQuiescent(revision + 1, TOO_SHORT)).isFalse();
  }

  @Test
  public void aNewerTableConfirmsAnOlderOne() {
    long older = route(CANDIDATE);
    route(STABLE);
    assertThat(routes().awaitQuiescent(older, PATIENCE)).isTrue();
  }

  @Test
  public void aTableThatIsNotNewerIsIgnored() {
    long revision = route(STABLE);
    routes().apply(RouteTable.EMPTY);
    assertThat(routes().awaitQuiescent(revision, PATIENCE)).isTrue();
  }

  @Test
  public void aGatewayThatGetsNothingDoneConfirmsNothingUntilItGoesOn() {
    route(CANDIDATE);
    stall();
    try {
      long revision = route(STABLE);
      assertThat(routes().awaitQuiescent(revision, TOO_SHORT)).isFalse();
      resume();
      assertThat(routes().awaitQuiescent(revision, PATIENCE)).isTrue();
    } finally {
      resume();
    }
  }

  @Test
  public void aFenceThatWaitsIsNotLostToATableThatIsAppliedMeanwhile() throws InterruptedException {
    route(CANDIDATE);
    stall();
    Thread fence = awaiting(route(STABLE));
    try {
      assertThat(fence.join(TOO_SHORT)).as("confirmed by a gateway that does nothing").isFalse();
      route(CANDIDATE);
      assertThat(fence.join(TOO_SHORT)).as("confirmed because a table was applied").isFalse();
      resume();
      assertThat(fence.join(PATIENCE)).as("confirmed once the gateway goes on").isTrue();
    } finally {
      fence.interrupt();
      resume();
    }
  }

  @Test
  public void aTableThatIsAppliedWhileAFenceWaitsForItIsConfirmed() throws InterruptedException {
    Thread fence = awaiting(route(CANDIDATE) + 1);
    try {
      assertThat(fence.join(TOO_SHORT)).as("confirmed before it is applied").isFalse();
      route(STABLE);
      assertThat(fence.join(PATIENCE)).as("confirmed once it is in use").isTrue();
    } finally {
      fence.interrupt();
    }
  }

  /// A thread that ends when `revision` is confirmed, or when it is interrupted. A fake does not
  /// wait and is asked again.
  private Thread awaiting(long revision) {
    return Thread.ofVirtual()
        .start(() -> {
          while (!routes().awaitQuiescent(revision, PATIENCE)
              && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
          }
        });
  }

  @Test
  public void afterTheConfirmationNothingReachesTheCandidateThatWasPickedBefore() {
    route(CANDIDATE);
    keepWaiting();
    assertThat(routes().awaitQuiescent(route(STABLE), PATIENCE)).isTrue();
    long before = arrived(CANDIDATE);
    send();
    assertThat(arrived(CANDIDATE)).as("sent to the candidate after the fence").isEqualTo(before);
    assertThat(arrived(STABLE)).as("sent to where the new table sends it").isEqualTo(1);
  }
}
