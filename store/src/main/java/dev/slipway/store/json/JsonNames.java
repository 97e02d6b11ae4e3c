package dev.slipway.store.json;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.deployment.HealthChecks;
import dev.slipway.domain.deployment.LaunchSpec;
import dev.slipway.domain.deployment.LaunchSpec.Serving;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.PromotionKind;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.MetricSample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.StdConverter;

/// The stored names of the members of sealed families. A name never changes and is never used again
/// for something else; a new member gets a new line here, and a sample.
final class JsonNames {
  /// The families that are stored as JSON.
  static final List<Class<?>> FAMILIES =
      List.of(
          Split.class,
          DeploymentPhase.class,
          PromotionKind.class,
          PromotionState.class,
          AuditEvent.class);

  private JsonNames() {}

  static JsonMapper.Builder addTo(JsonMapper.Builder builder) {
    return builder
        .addMixIn(Split.class, Splits.class)
        .addMixIn(DeploymentPhase.class, Phases.class)
        .addMixIn(PromotionKind.class, Kinds.class)
        .addMixIn(PromotionState.class, States.class)
        .addMixIn(AuditEvent.class, AuditEvents.class)
        .addMixIn(PromotionState.Returning.class, Returnings.class)
        .addMixIn(LaunchSpec.class, Launches.class)
        .addMixIn(LaunchSpec.Paths.class, LeftOut.class)
        .addMixIn(HealthChecks.class, LeftOut.class)
        .addMixIn(MetricSample.Flow.class, Flows.class);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(name = "none", value = Split.None.class),
    @JsonSubTypes.Type(name = "whole", value = Split.Whole.class),
    @JsonSubTypes.Type(name = "shared", value = Split.Shared.class)
  })
  private interface Splits {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(name = "building", value = DeploymentPhase.Building.class),
    @JsonSubTypes.Type(name = "deploying", value = DeploymentPhase.Deploying.class),
    @JsonSubTypes.Type(name = "live", value = DeploymentPhase.Live.class),
    @JsonSubTypes.Type(name = "waking", value = DeploymentPhase.Waking.class),
    @JsonSubTypes.Type(name = "inactive", value = DeploymentPhase.Inactive.class),
    @JsonSubTypes.Type(name = "build_failed", value = DeploymentPhase.BuildFailed.class),
    @JsonSubTypes.Type(name = "deploy_failed", value = DeploymentPhase.DeployFailed.class)
  })
  private interface Phases {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(name = "plain", value = PromotionKind.Plain.class),
    @JsonSubTypes.Type(name = "canary", value = PromotionKind.Canary.class),
    @JsonSubTypes.Type(name = "rolling", value = PromotionKind.Rolling.class)
  })
  private interface Kinds {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonIgnoreProperties("terminal")
  @JsonSubTypes({
    @JsonSubTypes.Type(name = "releasing", value = PromotionState.Releasing.class),
    @JsonSubTypes.Type(name = "ramping_up", value = PromotionState.RampingUp.class),
    @JsonSubTypes.Type(name = "held", value = PromotionState.Held.class),
    @JsonSubTypes.Type(name = "paused", value = PromotionState.Paused.class),
    @JsonSubTypes.Type(name = "rolling", value = PromotionState.RollingUp.class),
    @JsonSubTypes.Type(name = "rolling_to_pause", value = PromotionState.RollingToPause.class),
    @JsonSubTypes.Type(name = "stabilizing", value = PromotionState.Stabilizing.class),
    @JsonSubTypes.Type(name = "rolling_paused", value = PromotionState.RollingPaused.class),
    @JsonSubTypes.Type(name = "forwarding", value = PromotionState.Forwarding.class),
    @JsonSubTypes.Type(name = "returning", value = PromotionState.Returning.class),
    @JsonSubTypes.Type(
        name = "returning_after_failure",
        value = PromotionState.ReturningAfterFailure.class),
    @JsonSubTypes.Type(name = "ramping_down", value = PromotionState.RampingDown.class),
    @JsonSubTypes.Type(name = "unreadable", value = PromotionState.Unreadable.class),
    @JsonSubTypes.Type(name = "succeeded", value = PromotionState.Succeeded.class),
    @JsonSubTypes.Type(name = "canceled", value = PromotionState.Canceled.class),
    @JsonSubTypes.Type(name = "failed", value = PromotionState.Failed.class)
  })
  private interface States {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(name = "MODEL_DEPLOYED", value = AuditEvent.DeploymentPushed.class),
    @JsonSubTypes.Type(
        name = "MODEL_DEPLOYMENT_ACTIVATED",
        value = AuditEvent.DeploymentActivated.class),
    @JsonSubTypes.Type(
        name = "MODEL_DEPLOYMENT_DEACTIVATED",
        value = AuditEvent.DeploymentDeactivated.class),
    @JsonSubTypes.Type(
        name = "MODEL_DEPLOYMENT_RETRIED",
        value = AuditEvent.DeploymentRetried.class),
    @JsonSubTypes.Type(
        name = "MODEL_DEPLOYMENT_DELETED",
        value = AuditEvent.DeploymentDeleted.class),
    @JsonSubTypes.Type(
        name = "MODEL_DEPLOYMENT_UPDATED",
        value = AuditEvent.DeploymentRenamed.class),
    @JsonSubTypes.Type(
        name = "MODEL_DEPLOYMENT_PROMOTED",
        value = AuditEvent.DeploymentPromoted.class),
    @JsonSubTypes.Type(
        name = "MODEL_PROMOTION_CONTROL_ACTION",
        value = AuditEvent.PromotionControlled.class),
    @JsonSubTypes.Type(
        name = "MODEL_DEPLOYMENT_AUTOSCALING_SETTINGS_CHANGED",
        value = AuditEvent.AutoscalingChanged.class),
    @JsonSubTypes.Type(
        name = "MODEL_DEPLOYMENT_REQUEST_BACKPRESSURE_SETTINGS_CHANGED",
        value = AuditEvent.BackpressureChanged.class),
    @JsonSubTypes.Type(name = "REPLICA_TERMINATED", value = AuditEvent.ReplicaTerminated.class),
    @JsonSubTypes.Type(name = "MODEL_RENAMED", value = AuditEvent.ModelRenamed.class),
    @JsonSubTypes.Type(name = "MODEL_DELETED", value = AuditEvent.ModelDeleted.class),
    @JsonSubTypes.Type(name = "ENVIRONMENT_CREATED", value = AuditEvent.EnvironmentCreated.class),
    @JsonSubTypes.Type(name = "ENVIRONMENT_UPDATED", value = AuditEvent.EnvironmentUpdated.class),
    @JsonSubTypes.Type(name = "ENVIRONMENT_DELETED", value = AuditEvent.EnvironmentDeleted.class),
    @JsonSubTypes.Type(name = "SECRET_UPDATED", value = AuditEvent.SecretUpdated.class),
    @JsonSubTypes.Type(name = "SECRET_DELETED", value = AuditEvent.SecretDeleted.class),
    @JsonSubTypes.Type(name = "API_KEY_CREATED", value = AuditEvent.ApiKeyCreated.class),
    @JsonSubTypes.Type(name = "API_KEY_DELETED", value = AuditEvent.ApiKeyDeleted.class),
    @JsonSubTypes.Type(name = "UNKNOWN", value = AuditEvent.Unknown.class)
  })
  private interface AuditEvents {}

  @JsonDeserialize(converter = WayBackOfVersion2.class)
  private interface Returnings {}

  /// Version 2 wrote every way back as `returning`, with an empty `failure` after a cancel.
  ///
  /// @param failure null: written by a later version, which has `returning_after_failure`
  record StoredReturning(
      Instant since, int fromPercent, int total, Instant deadline, @Nullable String failure) {}

  /// The own path of a deployment is stored as an environment of an empty name.
  interface Flows {
    @JsonSerialize(nullsUsing = EmptyText.class)
    @JsonDeserialize(converter = EmptyIsNull.class)
    String environment();
  }

  static final class EmptyText extends ValueSerializer<Object> {
    @Override
    public void serialize(@Nullable Object none, JsonGenerator out, SerializationContext context) {
      out.writeString("");
    }
  }

  static final class EmptyIsNull extends StdConverter<String, @Nullable String> {
    @Override
    public @Nullable String convert(String text) {
      return text.isEmpty() ? null : text;
    }
  }

  /// Components that are null are not written: they were added after version 2.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private interface LeftOut {}

  @JsonSerialize(converter = LaunchToStored.class)
  @JsonDeserialize(converter = LaunchFromStored.class)
  private interface Launches {}

  /// A launch as every version stores it.
  ///
  /// @param startCommand empty: Truss's server
  /// @param serverPort 0: Truss's server
  record StoredLaunch(
      String startCommand,
      int serverPort,
      LaunchSpec.Paths paths,
      Map<String, String> environment,
      List<String> secrets,
      LaunchSpec.Limits limits,
      Duration releaseTimeout) {}

  static final class LaunchToStored extends StdConverter<LaunchSpec, StoredLaunch> {
    @Override
    public StoredLaunch convert(LaunchSpec s) {
      String command =
          switch (s.serving()) {
            case Serving.OwnServer own -> own.startCommand();
            case Serving.TrussServer _ -> "";
          };
      return new StoredLaunch(
          command,
          s.serverPort(),
          s.paths(),
          s.environment(),
          s.secrets(),
          s.limits(),
          s.releaseTimeout());
    }
  }

  static final class LaunchFromStored extends StdConverter<StoredLaunch, LaunchSpec> {
    @Override
    public LaunchSpec convert(StoredLaunch s) {
      return new LaunchSpec(
          s.startCommand().isEmpty()
              ? new Serving.TrussServer()
              : new Serving.OwnServer(s.startCommand(), s.serverPort()),
          s.paths(),
          s.environment(),
          s.secrets(),
          s.limits(),
          s.releaseTimeout());
    }
  }

  static final class WayBackOfVersion2 extends StdConverter<StoredReturning, PromotionState> {
    @Override
    public PromotionState convert(StoredReturning s) {
      String failure = s.failure();
      return failure == null || failure.isEmpty()
          ? new PromotionState.Returning(s.since(), s.fromPercent(), s.total(), s.deadline())
          : new PromotionState.ReturningAfterFailure(
              s.since(), s.fromPercent(), s.total(), s.deadline(), failure);
    }
  }
}
