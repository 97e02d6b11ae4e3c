package dev.slipway.domain.deployment;

import dev.slipway.domain.deployment.DeploymentPhase.BuildFailed;
import dev.slipway.domain.deployment.DeploymentPhase.Building;
import dev.slipway.domain.deployment.DeploymentPhase.DeployFailed;
import dev.slipway.domain.deployment.DeploymentPhase.Deploying;
import dev.slipway.domain.deployment.DeploymentPhase.Inactive;
import dev.slipway.domain.deployment.DeploymentPhase.Live;
import dev.slipway.domain.deployment.DeploymentPhase.Waking;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A deployment's own life, as pure functions.
public final class DeploymentMachine {
  /// How long unpacking and preparing may take.
  public static final Duration BUILD_TIMEOUT = Duration.ofMinutes(30);

  /// Starts of a replica that never became ready, after which the deployment has failed.
  public static final int MAX_FIRST_STARTS = 3;

  /// What is said of a deployment that was made from its config alone.
  public static final String WITHOUT_FILES =
      "No files were sent with this push: start_command runs in an empty directory. If it needs"
          + " files of the model, push its directory with 'slipway push DIR' or 'truss push'.";

  private DeploymentMachine() {}

  /// What a tick has seen of a deployment.
  ///
  /// @param build how far its artifact is
  /// @param ready its ready replicas
  /// @param failedStarts the most starts in a row that one of its replicas has lost
  /// @param lastFailure how the last of them ended, with the end of its log; null: none did
  public record Seen(
      Instant at, Build build, int ready, int failedStarts, @Nullable String lastFailure) {
    private String andLastFailure(String sentence) {
      return lastFailure == null ? sentence : sentence + " " + lastFailure;
    }
  }

  /// How far an artifact is.
  public sealed interface Build {
    record Pending() implements Build {}

    record Done() implements Build {}

    record Broken(String reason) implements Build {}
  }

  /// The phase after what was seen; the same instance where nothing changes.
  public static DeploymentPhase decide(Deployment d, Seen seen) {
    return switch (d.phase()) {
      case Building s -> building(d, s, seen);
      case Deploying s -> starting(d, s, s.deadline(), seen);
      case Waking s -> waking(d, s, seen);
      case Live s -> s;
      case Inactive s -> s;
      case BuildFailed s -> s;
      case DeployFailed s -> s;
    };
  }

  /// The phase of a deployment that is to serve again, from whatever it is in.
  public static DeploymentPhase revive(Deployment d, Instant now) {
    return switch (d.phase()) {
      case Building s -> s;
      case Deploying s -> s;
      case Waking s -> s;
      case Live s -> d.placement().desiredReplicas() == 0 ? new Waking(now) : s;
      case Inactive _, DeployFailed _ -> deploying(d, now);
      case BuildFailed _ -> new Building(now, now.plus(BUILD_TIMEOUT));
    };
  }

  /// The phase of a deployment whose artifact is there and whose first replica is awaited.
  public static DeploymentPhase deploying(Deployment d, Instant now) {
    return new Deploying(now, now.plus(d.source().launch().releaseTimeout()));
  }

  private static DeploymentPhase building(Deployment d, Building s, Seen seen) {
    return switch (seen.build()) {
      case Build.Done _ -> deploying(d, seen.at());
      case Build.Broken(var reason) -> new BuildFailed(seen.at(), reason);
      case Build.Pending _ ->
          seen.at().isBefore(s.deadline())
              ? s
              : new BuildFailed(
                  seen.at(), "The build took longer than " + BUILD_TIMEOUT.toMinutes() + " min.");
    };
  }

  private static DeploymentPhase waking(Deployment d, Waking s, Seen seen) {
    return starting(d, s, wakingDeadline(d, s), seen);
  }

  /// When a deployment that wakes has failed.
  public static Instant wakingDeadline(Deployment d, Waking s) {
    return s.since().plus(d.source().launch().releaseTimeout());
  }

  private static DeploymentPhase starting(
      Deployment d, DeploymentPhase now, Instant deadline, Seen seen) {
    if (seen.ready() > 0) {
      return new Live(seen.at());
    }
    if (seen.build() instanceof Build.Broken(var reason)) {
      return new BuildFailed(seen.at(), reason);
    }
    if (seen.failedStarts() >= MAX_FIRST_STARTS) {
      return new DeployFailed(
          seen.at(),
          seen.andLastFailure(
              "No replica became ready in %d starts.%s"
                  .formatted(seen.failedStarts(), withoutFiles(d))));
    }
    if (!seen.at().isBefore(deadline)) {
      return new DeployFailed(
          seen.at(),
          seen.andLastFailure(
              "No replica was ready by %s.%s".formatted(deadline, withoutFiles(d))));
    }
    return now;
  }

  private static String withoutFiles(Deployment d) {
    return d.source().archive() == null ? " " + WITHOUT_FILES : "";
  }
}
