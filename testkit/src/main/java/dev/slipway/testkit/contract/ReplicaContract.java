package dev.slipway.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.deployment.LaunchSpec;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.port.runtime.Replica.State;
import dev.slipway.engine.port.runtime.ReplicaSpec;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.testkit.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The contract of artifacts and replicas, for every runtime, also one that keeps no logs.
public abstract class ReplicaContract {
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration GRACE = Duration.ofSeconds(5);

  /// The runtime under test; the same one for the whole of a test.
  public abstract Runtime runtime();

  /// The launch of a replica that becomes ready, at the latest after [#makeReady].
  public abstract LaunchSpec launch();

  /// Completes the build of an artifact.
  public abstract void makeBuilt(String artifact);

  public abstract void makeReady(String replica);

  @Test
  void anUnknownArtifactIsPending() {
    assertThat(runtime().build("nobody")).isInstanceOf(Build.Pending.class);
  }

  @Test
  void aPreparedArtifactIsDoneAndPreparingItAgainChangesNothing() {
    var deployment = deployment("d1", "a1");
    prepare(deployment);
    runtime().prepare(deployment);
    assertThat(runtime().build("a1")).isInstanceOf(Build.Done.class);
  }

  @Test
  void aStartedReplicaBecomesReadyWithAnAddressAndTellsIt() {
    var told = new AtomicInteger();
    runtime().onChange(told::incrementAndGet);
    prepare(deployment("d1", "a1"));
    runtime().start(spec("r1", "d1", "a1"));
    assertThat(replica("r1")).isNotNull();
    awaitReady("r1");
    assertThat(told).hasPositiveValue();
    stopAll();
  }

  @Test
  void aReplicaThatRunsIsNotStartedTwice() {
    prepare(deployment("d1", "a1"));
    runtime().start(spec("r1", "d1", "a1"));
    awaitReady("r1");
    var first = replica("r1");
    runtime().start(spec("r1", "d1", "a1"));
    assertThat(runtime().replicas()).hasSize(1);
    assertThat(replica("r1")).isEqualTo(first);
    stopAll();
  }

  @Test
  void aStoppedReplicaIsGone() {
    prepare(deployment("d1", "a1"));
    runtime().start(spec("r1", "d1", "a1"));
    awaitReady("r1");
    stopAll();
    assertThat(runtime().replicas()).isEmpty();
  }

  @Test
  void stoppingAnUnknownReplicaIsNothingToDo() {
    runtime().stop("nobody", GRACE);
    assertThat(runtime().replicas()).isEmpty();
  }

  @Test
  void aRemovedArtifactIsPendingAgainAndTheOthersStay() {
    prepare(deployment("d1", "a1"));
    prepare(deployment("d2", "a2"));
    runtime().remove(Set.of("d1", "unknown"), Set.of("a1", "unknown"));
    assertThat(runtime().build("a1")).isInstanceOf(Build.Pending.class);
    assertThat(runtime().build("a2")).isInstanceOf(Build.Done.class);
  }

  @Test
  void replicasComeInOrderOfTheirStart() {
    prepare(deployment("d1", "a1"));
    runtime().start(spec("r2", "d1", "a1"));
    awaitReady("r2");
    runtime().start(spec("r1", "d1", "a1"));
    awaitReady("r1");
    assertThat(runtime().replicas()).extracting(Replica::id).containsExactly("r2", "r1");
    stopAll();
  }

  public final Deployment deployment(String id, String artifact) {
    return deployment(id, artifact, null);
  }

  protected final Deployment deployment(String id, String artifact, @Nullable String archive) {
    var source = new Deployment.Source(artifact, archive, "{}", null, null, launch());
    var placement =
        new Deployment.Placement(null, false, "1x2", AutoscalingSettings.DEFAULT, null, 1);
    return new Deployment(
        id,
        "model1",
        "name-" + id,
        CREATED,
        source,
        placement,
        new DeploymentPhase.Building(CREATED, CREATED.plusSeconds(60)));
  }

  public final ReplicaSpec spec(String id, String deployment, String artifact) {
    return new ReplicaSpec(id, deployment, "model1", artifact, launch(), Map.of(), "production");
  }

  protected final void prepare(Deployment deployment) {
    runtime().prepare(deployment);
    makeBuilt(deployment.source().artifact());
    awaitBuilt(deployment.source().artifact());
  }

  protected final void awaitBuilt(String artifact) {
    Await.until(
        () -> "artifact " + artifact + " is done; it is " + runtime().build(artifact),
        () -> runtime().build(artifact) instanceof Build.Done);
  }

  protected final void awaitReady(String replica) {
    makeReady(replica);
    awaitState(replica, State.READY);
    assertThat(replica(replica)).isNotNull().matches(Replica::ready);
  }

  protected final void awaitState(String replica, State state) {
    Await.until(
        () -> "replica " + replica + " is " + state + "; there are " + runtime().replicas(),
        () ->
            runtime().replicas().stream()
                .anyMatch(r -> r.id().equals(replica) && r.state() == state));
  }

  protected final @Nullable Replica replica(String id) {
    return runtime().replicas().stream().filter(r -> r.id().equals(id)).findAny().orElse(null);
  }

  /// Stops all replicas, and waits until they are gone.
  protected final void stopAll() {
    runtime().replicas().forEach(r -> runtime().stop(r.id(), GRACE));
    Await.until(
        () -> "no replica is left; there are " + runtime().replicas(),
        () -> runtime().replicas().isEmpty());
  }
}
