package dev.slipway.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Command;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionKind;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.domain.settings.RollingConfig;
import dev.slipway.engine.port.runtime.Replica;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The promises of the product, asked after each step of a run. It knows what was asked for and
/// what can be seen from outside; it computes nothing as the engine does.
final class Promises {
  /// How long the way back may wait for capacity: the deploy timeout of the test's deployments.
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final EngineFixture engineFixture;
  private final EnvironmentKey key;
  private final Set<String> tended = new HashSet<>();
  private Set<String> leaving = Set.of();
  private String promotion = "";
  private PromotionSettings settings = PromotionSettings.DEFAULT;
  private @Nullable Command will;
  private @Nullable Instant wayBackSince;
  private int size = 1;
  private int smallest = 1;

  Promises(EngineFixture engineFixture, EnvironmentKey key) {
    this.engineFixture = engineFixture;
    this.key = key;
  }

  /// The environment's minimum and maximum are `replicas` from now on.
  void sized(int replicas) {
    size = replicas;
    smallest = Math.min(smallest, replicas);
  }

  /// A promotion was accepted under `now`, the environment's settings.
  void promoted(PromotionSettings now) {
    settings = now;
    promotion = Snapshot.take(engineFixture, key).id();
    will = null;
    wayBackSince = null;
    smallest = size;
    tended.clear();
  }

  /// An operator did something to a deployment beside promotions.
  void tended(String deployment) {
    tended.add(deployment);
  }

  /// A command was accepted. A pause or a resume does not change where it ends.
  void accepted(Command command) {
    boolean decides =
        switch (command) {
          case Command.Cancel _, Command.ForceCancel _, Command.ForceRollForward _ -> true;
          case Command.Pause _, Command.Resume _ -> false;
        };
    if (decides) {
      will = command;
    }
  }

  /// @param before the step
  /// @param faulted after what happened in it, and before the engine did anything about it
  void check(Snapshot before, Snapshot faulted) {
    Snapshot now = Snapshot.take(engineFixture, key);
    if (now.last() != null && now.id().equals(promotion)) {
      fencedCancel(now);
      wayBack(before, faulted, now);
      rolling(before, faulted, now);
      lastWill(now);
    }
    leaving = unrouted(now);
  }

  /// A step after which the engine has not come to rest: nothing is asked, but a way back may have
  /// begun in it.
  void unsettled() {
    Snapshot now = Snapshot.take(engineFixture, key);
    if (!now.id().equals(promotion) || !now.status().equals("RAMPING_DOWN")) {
      wayBackSince = null;
    } else if (wayBackSince == null) {
      wayBackSince = now.at();
    }
  }

  /// Replicas that answer and are given nothing any more.
  private static Set<String> unrouted(Snapshot now) {
    return now.ready().keySet().stream()
        .filter(id -> !now.routed().contains(id))
        .collect(Collectors.toSet());
  }

  /// P2: when it is CANCELED, no gateway gives the candidate anything, not even the slowest.
  private void fencedCancel(Snapshot now) {
    if (now.status().equals("CANCELED")) {
      noGatewayRoutesTo(now.candidate());
    }
  }

  void noGatewayRoutesTo(String candidate) {
    var routing = engineFixture.routes.slowest().routing(key);
    assertThat(routing == null ? 0 : routing.split().percentTo(candidate))
        .as("P2: share of a cancelled candidate at the slowest gateway")
        .isZero();
  }

  /// P4: traffic comes back no faster than what is ready can carry; a dead candidate blocks
  /// nothing.
  private void wayBack(Snapshot before, Snapshot faulted, Snapshot now) {
    boolean back =
        now.status().equals("RAMPING_DOWN")
            || now.status().equals("CANCELED")
            || now.status().equals("FAILED");
    if (!back) {
      wayBackSince = null;
      return;
    }
    boolean wasBack = before.id().equals(now.id()) && before.status().equals("RAMPING_DOWN");
    if (wayBackSince == null || !wasBack) {
      wayBackSince = now.at();
    }
    boolean forced = will instanceof Command.ForceCancel;
    boolean late = !now.at().isBefore(wayBackSince.plus(PATIENCE));
    int carried = now.share() < before.share() ? 100 - now.share() : 0;
    int serving = faulted.stillServing(before, now.candidate());
    // What the candidate has lost in this step is lost to its share first.
    boolean whole = serving > 0 && serving == before.stillServing(before, now.candidate());
    if (!forced && whole && carried > 0) {
      int ready = now.count(now.previous(), unrouted(now));
      // A failure may follow a shift of the way up in one step.
      boolean gradual = isRolling(now) && !late && (wasBack || will instanceof Command.Cancel);
      int needed = gradual ? Math.max(100, smallest * carried) : 100;
      assertThat(ready * 100)
          .as("P4: ready replicas of %d, in percent, for %d %% of the traffic", smallest, carried)
          .isGreaterThanOrEqualTo(needed);
    }
    boolean dead = faulted.count(now.candidate(), leaving) == 0;
    if (dead && engineFixture.routes.confirming()) {
      assertThat(now.status())
          .as("P4: a dead candidate blocks nothing")
          .isNotEqualTo("RAMPING_DOWN");
    }
  }

  /// On its way up the engine takes no capacity below what the mode allows, and no share is above
  /// the ready share; on its way back the candidate keeps what its share needs.
  private void rolling(Snapshot before, Snapshot faulted, Snapshot now) {
    if (!isRolling(now) || !now.active() || !before.id().equals(now.id())) {
      return;
    }
    int previous = now.count(now.previous(), unrouted(now));
    int candidate = now.count(now.candidate(), unrouted(now));
    int candidateServed = faulted.stillServing(before, now.candidate());
    if (now.status().equals("RAMPING_DOWN")) {
      assertThat(candidate * 100)
          .as("replicas of a candidate that has %d %% left of %d", now.share(), smallest)
          .isGreaterThanOrEqualTo(Math.min(candidateServed * 100, now.share() * smallest));
      return;
    }
    int served = faulted.stillServing(before, now.previous()) + candidateServed;
    assertThat(previous + candidate)
        .as("combined ready replicas, %d before the engine looked", served)
        .isGreaterThanOrEqualTo(Math.min(served, smallest - missing()));
    if (previous > 0 && !(will instanceof Command.ForceRollForward)) {
      assertThat(now.share())
          .as("share of the candidate with %d + %d ready replicas", previous, candidate)
          .isLessThanOrEqualTo(candidate * 100 / (previous + candidate));
    }
  }

  private int missing() {
    RollingConfig c = settings.rollingConfig();
    int percent = c == null ? 0 : c.maxUnavailablePercent();
    return percent == 0 ? 0 : Math.max(1, (smallest * percent + 99) / 100);
  }

  /// P1: the last command that was accepted decides the end.
  private void lastWill(Snapshot now) {
    switch (will) {
      case null -> assertThat(now.status()).isNotEqualTo("CANCELED");
      case Command.Cancel _, Command.ForceCancel _ ->
          assertThat(now.status()).as("after a cancel").isIn("RAMPING_DOWN", "CANCELED");
      case Command.ForceRollForward _ ->
          assertThat(now.status())
              .as("after a force forward")
              .isIn("RAMPING_UP", "SUCCEEDED", "FAILED");
      case Command.Pause _, Command.Resume _ ->
          throw new IllegalStateException(will + " (expected: one that decides)");
    }
  }

  /// P6 and P7: asked when everything was healed and has come to rest.
  void checkEnd() {
    Snapshot now = Snapshot.take(engineFixture, key);
    if (now.last() == null) {
      return;
    }
    assertThat(now.active()).as("ends once it is healed; it is " + now.last()).isFalse();
    boolean succeeded = now.status().equals("SUCCEEDED");
    String loser = succeeded ? now.previous() : now.candidate();
    boolean cleaned = settings.cleanup() != Cleanup.KEEP && !tended.contains(loser);
    if (now.id().equals(promotion) && cleaned) {
      assertThat(engineFixture.replicasOf(loser)).as("P6: replicas of the losing side").isEmpty();
    }
    String winner = succeeded ? now.candidate() : now.previous();
    assertThat(now.split().percentTo(winner)).as("all traffic on the winner").isEqualTo(100);
    assertThat(engineFixture.replicasOf(winner).stream().filter(Replica::ready).count())
        .as("replicas of the winner")
        .isGreaterThanOrEqualTo(now.last().id().equals(promotion) ? size : 1);
    record(now.id());
  }

  private void record(String id) {
    List<String> kinds =
        engineFixture.store.read(tx -> tx.promotions().events(id)).stream()
            .map(e -> e.kind().name())
            .toList();
    assertThat(kinds).as("P7: the record").startsWith("STARTED").endsWith("SETTLED");
    assertThat(kinds)
        .filteredOn(k -> Set.of("SUCCEEDED", "CANCELED", "FAILED").contains(k))
        .as("P7: it ends once: %s", kinds)
        .hasSize(1);
  }

  private static boolean isRolling(Snapshot now) {
    return now.last() != null && now.last().terms().kind() instanceof PromotionKind.Rolling;
  }
}
