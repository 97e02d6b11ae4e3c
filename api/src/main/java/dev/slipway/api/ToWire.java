package dev.slipway.api;

import dev.slipway.api.input.Json;
import dev.slipway.api.input.Payload;
import dev.slipway.api.input.SettingsIn;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.domain.settings.PromotionKind;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.domain.settings.RollingConfig;
import dev.slipway.engine.catalog.DeploymentView;
import dev.slipway.engine.catalog.EnvironmentView;
import dev.slipway.engine.catalog.InstanceTypes;
import dev.slipway.engine.catalog.ModelCatalog;
import dev.slipway.engine.catalog.ModelView;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.store.Secret;
import dev.slipway.wire.AccessBodies.APIKeyInfoV1;
import dev.slipway.wire.AccessBodies.SecretV1;
import dev.slipway.wire.DeploymentBodies.DeploymentV1;
import dev.slipway.wire.EnvironmentBodies.EnvironmentV1;
import dev.slipway.wire.EnvironmentBodies.InProgressPromotionV1;
import dev.slipway.wire.ModelBodies.CreatedModelDeploymentV1;
import dev.slipway.wire.ModelBodies.ModelV1;
import dev.slipway.wire.PlatformBodies.InstanceTypeV1;
import dev.slipway.wire.PlatformBodies.RegionV1;
import dev.slipway.wire.SettingsBodies.AutoscalingSettingsV1;
import dev.slipway.wire.SettingsBodies.PromotionSettingsV1;
import dev.slipway.wire.SettingsBodies.RequestBackpressureSettingsV1;
import dev.slipway.wire.SettingsBodies.RollingDeployConfigV1;
import org.jspecify.annotations.Nullable;

/// Maps the engine's views to the records of the API.
///
/// @param teamName name of the one team
record ToWire(String teamName) {
  /// Where local replicas run.
  static final RegionV1 REGION = new RegionV1(Payload.REGION, "This machine");

  ModelV1 model(ModelView v) {
    String type = v.instanceType();
    return new ModelV1(
        v.model().id(),
        v.model().createdAt(),
        v.model().name(),
        v.deployments(),
        v.production(),
        v.development(),
        type == null ? "" : type,
        teamName);
  }

  CreatedModelDeploymentV1 created(ModelCatalog.Created c) {
    return new CreatedModelDeploymentV1(model(c.model()), deployment(c.deployment()));
  }

  static DeploymentV1 deployment(DeploymentView v) {
    var d = v.deployment();
    String labels = d.source().labels();
    return new DeploymentV1(
        d.id(),
        d.createdAt(),
        d.name(),
        d.modelId(),
        v.production(),
        d.placement().development(),
        v.status().name(),
        v.readyReplicas(),
        deployed(d.phase()) ? autoscaling(d.placement().autoscaling()) : null,
        d.placement().instanceType(),
        d.placement().environment(),
        labels == null ? null : Json.stored(labels),
        REGION,
        backpressure(d.placement().backpressure()),
        v.reason(),
        v.troubles().restarts(),
        v.troubles().lastExit());
  }

  private static boolean deployed(DeploymentPhase phase) {
    return switch (phase) {
      case DeploymentPhase.Building _,
          DeploymentPhase.Deploying _,
          DeploymentPhase.BuildFailed _,
          DeploymentPhase.DeployFailed _ ->
          false;
      case DeploymentPhase.Live _, DeploymentPhase.Waking _, DeploymentPhase.Inactive _ -> true;
    };
  }

  static AutoscalingSettingsV1 autoscaling(AutoscalingSettings a) {
    return new AutoscalingSettingsV1(
        a.minReplica(),
        a.maxReplica(),
        a.autoscalingWindow(),
        a.scaleDownDelay(),
        a.concurrencyTarget(),
        a.targetUtilizationPercentage(),
        a.targetInFlightTokens(),
        a.maxScaleDownRate());
  }

  static RequestBackpressureSettingsV1 backpressure(@Nullable Backpressure policy) {
    return new RequestBackpressureSettingsV1(policy == null ? null : policy.name());
  }

  static EnvironmentV1 environment(EnvironmentView v) {
    var e = v.environment();
    var current = v.current();
    var candidate = v.candidate();
    var promotion = v.promotion();
    return new EnvironmentV1(
        e.key().name(),
        e.createdAt(),
        e.key().modelId(),
        current == null ? null : deployment(current),
        candidate == null ? null : deployment(candidate),
        promotion == null ? null : inProgress(v, promotion),
        autoscaling(e.settings().autoscaling()),
        promotionSettings(e.settings().promotion()),
        instanceType(e.settings().instanceType()),
        backpressure(e.settings().backpressure()),
        null);
  }

  private static InProgressPromotionV1 inProgress(EnvironmentView v, Promotion p) {
    int percent = v.environment().routing().split().percentTo(p.sides().candidate());
    return new InProgressPromotionV1(
        p.state().status(),
        percent,
        p.state() instanceof PromotionState.ReturningAfterFailure r ? r.reason() : null,
        p.terms().kind() instanceof PromotionKind.Rolling);
  }

  private static PromotionSettingsV1 promotionSettings(PromotionSettings s) {
    RollingConfig rolling = s.rollingConfig();
    return new PromotionSettingsV1(
        s.redeployOnPromotion(),
        s.rollingDeploy(),
        s.cleanup().name(),
        rolling == null ? null : rollingConfig(rolling),
        s.rampUpWhilePromoting(),
        s.rampUpDurationSeconds());
  }

  private static RollingDeployConfigV1 rollingConfig(RollingConfig c) {
    return new RollingDeployConfigV1(
        SettingsIn.REPLICA,
        c.maxSurgePercent(),
        c.maxUnavailablePercent(),
        c.stabilizationTimeSeconds(),
        c.replicaOverheadPercent());
  }

  private static InstanceTypeV1 instanceType(String id) {
    InstanceTypes.InstanceType type = InstanceTypes.find(id);
    if (type == null) {
      throw new IllegalStateException("instance type " + id + " (expected: one of the list)");
    }
    return instanceType(type);
  }

  static InstanceTypeV1 instanceType(InstanceTypes.InstanceType type) {
    return new InstanceTypeV1(
        type.id(), type.id(), type.memoryMib(), type.millicpu(), 0, null, null);
  }

  APIKeyInfoV1 key(ApiKey key) {
    return new APIKeyInfoV1(
        key.prefix(),
        key.name(),
        key.type().name(),
        key.modelIds().isEmpty() ? null : key.modelIds(),
        teamName,
        null,
        key.createdAt());
  }

  SecretV1 secret(Secret s) {
    return new SecretV1(s.id(), s.createdAt(), s.name(), teamName);
  }
}
