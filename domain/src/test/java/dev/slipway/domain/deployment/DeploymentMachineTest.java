package dev.slipway.domain.deployment;

import static dev.slipway.domain.promotion.Promotions.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.domain.deployment.DeploymentMachine.Seen;
import dev.slipway.domain.deployment.DeploymentPhase.BuildFailed;
import dev.slipway.domain.deployment.DeploymentPhase.Building;
import dev.slipway.domain.deployment.DeploymentPhase.DeployFailed;
import dev.slipway.domain.deployment.DeploymentPhase.Deploying;
import dev.slipway.domain.deployment.DeploymentPhase.Inactive;
import dev.slipway.domain.deployment.DeploymentPhase.Live;
import dev.slipway.domain.deployment.DeploymentPhase.Waking;
import dev.slipway.domain.settings.AutoscalingSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeploymentMachineTest {
  private static final Building BUILDING = new Building(T0, T0.plusSeconds(60));
  private static final Deploying DEPLOYING = new Deploying(T0, T0.plusSeconds(60));

  @Test
  void aBuildThatIsDoneIsDeployed() {
    assertThat(after(BUILDING, seen(new Build.Done(), 0, 0))).isInstanceOf(Deploying.class);
  }

  @Test
  void aBrokenBuildSaysWhy() {
    assertThat(after(BUILDING, seen(new Build.Broken("no space"), 0, 0)))
        .isEqualTo(new BuildFailed(T0, "no space"));
  }

  @Test
  void aBuildThatTakesTooLongFails() {
    var late = new Seen(T0.plusSeconds(60), new Build.Pending(), 0, 0, null);
    assertThat(after(BUILDING, late)).isInstanceOf(BuildFailed.class);
  }

  @Test
  void theFirstReadyReplicaMakesADeploymentLive() {
    assertThat(after(DEPLOYING, seen(new Build.Done(), 1, 0))).isEqualTo(new Live(T0));
    assertThat(after(new Waking(T0), seen(new Build.Done(), 1, 0))).isEqualTo(new Live(T0));
  }

  @Test
  void aModelThatNeverStartsFailsWithTheEndOfItsLog() {
    var phase = after(DEPLOYING, seen(new Build.Done(), 0, DeploymentMachine.MAX_FIRST_STARTS));
    assertThat(phase)
        .isInstanceOfSatisfying(
            DeployFailed.class, f -> assertThat(f.reason()).contains("last words"));
  }

  @Test
  void aDeploymentWithoutFilesSaysSoWhereItFails() {
    Deployment d = deployment(DEPLOYING, 1);
    var s = d.source();
    var alone =
        new Deployment.Source(
            s.artifact(), null, s.config(), s.rawConfig(), s.labels(), s.launch());
    var files =
        new Deployment.Source(
            s.artifact(), "a.tgz", s.config(), s.rawConfig(), s.labels(), s.launch());
    assertThat(failure(d, alone)).contains("No files were sent with this push", "last words");
    assertThat(failure(d, files)).doesNotContain("No files");
  }

  private static String failure(Deployment d, Deployment.Source source) {
    var made =
        new Deployment(
            d.id(), d.modelId(), d.name(), d.createdAt(), source, d.placement(), d.phase());
    var seen = seen(new Build.Done(), 0, DeploymentMachine.MAX_FIRST_STARTS);
    return ((DeployFailed) DeploymentMachine.decide(made, seen)).reason();
  }

  @Test
  void aDeploymentThatIsNotReadyInTimeFailsWhateverItsReplicasDo() {
    var late = new Seen(T0.plusSeconds(60), new Build.Done(), 0, 1, "flapping");
    assertThat(after(DEPLOYING, late)).isInstanceOf(DeployFailed.class);
  }

  @Test
  void aDeploymentThatWakesFailsByTheSameLimitsAsANewOne() {
    var phase =
        after(new Waking(T0), seen(new Build.Done(), 0, DeploymentMachine.MAX_FIRST_STARTS));
    assertThat(phase)
        .isInstanceOfSatisfying(
            DeployFailed.class, f -> assertThat(f.reason()).contains("last words"));
    var late = new Seen(T0.plusSeconds(60), new Build.Done(), 0, 1, "flapping");
    assertThat(after(new Waking(T0), late)).isInstanceOf(DeployFailed.class);
  }

  @Test
  void anArtifactThatTurnsOutBrokenWhileDeployingSaysSo() {
    assertThat(after(DEPLOYING, seen(new Build.Broken("no such file"), 0, 0)))
        .isEqualTo(new BuildFailed(T0, "no such file"));
  }

  @Test
  void aLiveDeploymentStaysLiveWhateverIsSeen() {
    var live = new Live(T0);
    assertThat(after(live, seen(new Build.Done(), 0, 99))).isSameAs(live);
  }

  @Test
  void statusesAreThePublishedOnes() {
    assertThat(status(BUILDING, 1, 0, 0)).isEqualTo(DeploymentStatus.BUILDING);
    assertThat(status(DEPLOYING, 1, 0, 0)).isEqualTo(DeploymentStatus.DEPLOYING);
    assertThat(status(DEPLOYING, 1, 1, 0)).isEqualTo(DeploymentStatus.LOADING_MODEL);
    assertThat(status(new Live(T0), 1, 1, 1)).isEqualTo(DeploymentStatus.ACTIVE);
    assertThat(status(new Live(T0), 1, 1, 0)).isEqualTo(DeploymentStatus.UNHEALTHY);
    assertThat(status(new Live(T0), 0, 0, 0)).isEqualTo(DeploymentStatus.SCALED_TO_ZERO);
    assertThat(status(new Waking(T0), 1, 1, 0)).isEqualTo(DeploymentStatus.WAKING_UP);
    assertThat(status(new Inactive(T0), 0, 1, 1)).isEqualTo(DeploymentStatus.DEACTIVATING);
    assertThat(status(new Inactive(T0), 0, 0, 0)).isEqualTo(DeploymentStatus.INACTIVE);
    assertThat(status(new BuildFailed(T0, "x"), 0, 0, 0)).isEqualTo(DeploymentStatus.BUILD_FAILED);
    assertThat(status(new DeployFailed(T0, "x"), 0, 0, 0))
        .isEqualTo(DeploymentStatus.DEPLOY_FAILED);
  }

  @Test
  void aDeploymentIsRevivedFromEveryPhase() {
    assertThat(revived(new Inactive(T0), 0)).isInstanceOf(Deploying.class);
    assertThat(revived(new DeployFailed(T0, "x"), 0)).isInstanceOf(Deploying.class);
    assertThat(revived(new BuildFailed(T0, "x"), 0)).isInstanceOf(Building.class);
    assertThat(revived(new Live(T0), 0)).isInstanceOf(Waking.class);
    assertThat(revived(new Live(T0), 1)).isEqualTo(new Live(T0));
    assertThat(revived(BUILDING, 1)).isSameAs(BUILDING);
    assertThat(revived(DEPLOYING, 1)).isSameAs(DEPLOYING);
    assertThat(revived(new Waking(T0), 1)).isEqualTo(new Waking(T0));
  }

  private static DeploymentPhase revived(DeploymentPhase phase, int desired) {
    return DeploymentMachine.revive(deployment(phase, desired), T0);
  }

  private static DeploymentStatus status(
      DeploymentPhase phase, int desired, int replicas, int ready) {
    return DeploymentStatus.of(deployment(phase, desired), replicas, ready);
  }

  private static DeploymentPhase after(DeploymentPhase phase, Seen seen) {
    return DeploymentMachine.decide(deployment(phase, 1), seen);
  }

  private static Seen seen(Build build, int ready, int failedStarts) {
    return new Seen(T0, build, ready, failedStarts, "last words");
  }

  private static Deployment deployment(DeploymentPhase phase, int desired) {
    var launch =
        new LaunchSpec(
            new LaunchSpec.Serving.OwnServer("run", 8080),
            new LaunchSpec.Paths("/predict", "/ready", "/live"),
            Map.of(),
            List.of(),
            new LaunchSpec.Limits(1, 1000, 512),
            Duration.ofMinutes(1));
    return new Deployment(
        "d",
        "m",
        "deployment-1",
        T0,
        new Deployment.Source("d", null, "{}", null, null, launch),
        new Deployment.Placement(null, false, "1x2", AutoscalingSettings.DEFAULT, null, desired),
        phase);
  }
}
