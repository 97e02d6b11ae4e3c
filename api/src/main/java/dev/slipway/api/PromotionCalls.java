package dev.slipway.api;

import dev.slipway.domain.Command;
import dev.slipway.domain.EnvironmentKey;
import dev.slipway.domain.Promotion;
import dev.slipway.engine.DeploymentCatalog;
import dev.slipway.engine.DeploymentView;
import dev.slipway.engine.Intent;
import dev.slipway.engine.PromoteOptions;
import dev.slipway.engine.Promotions;
import dev.slipway.wire.PromotionBodies.PromotionsBody;
import dev.slipway.wire.PromotionBodies.SignalPromotionResponseV1;

/// Handlers of promotions.
final class PromotionCalls {
  private final Promotions promotions;
  private final DeploymentCatalog deployments;
  private final Once once;

  PromotionCalls(Promotions promotions, DeploymentCatalog deployments, Once once) {
    this.promotions = promotions;
    this.deployments = deployments;
    this.once = once;
  }

  /// What newer clients may ask of a promotion: other settings than the environment's.
  private static Fields body(Request request) {
    Fields body = request.body();
    body.absent("environment_settings_update", "promotion_settings_override");
    return body;
  }

  Reply promote(Request request) {
    Fields body = body(request);
    return promoted(
        request,
        request.environment(),
        body.requiredText("deployment_id", Limits.ID),
        new PromoteOptions(
            body.flag("scale_down_previous_deployment", true),
            body.flag("preserve_env_instance_type", true)));
  }

  /// Promotes the deployment of the path to production.
  Route.Handler toProduction(DeploymentRef ref) {
    return r -> {
      Fields body = body(r);
      var options =
          new PromoteOptions(
              body.flag("scale_down_previous_production", true),
              body.flag("preserve_env_instance_type", true));
      var production = new EnvironmentKey(r.model(), EnvironmentKey.PRODUCTION);
      return promoted(r, production, ref.id(deployments, r), options);
    };
  }

  private Reply promoted(
      Request request, EnvironmentKey to, String deployment, PromoteOptions options) {
    return once.run(
        request,
        stamp -> {
          var intent = new Intent(request.actor(), "", stamp);
          return Reply.ok(
              ToWire.deployment(Errors.value(promotions.promote(to, deployment, options, intent))));
        },
        promotion -> Reply.ok(ToWire.deployment(candidate(to, promotion))));
  }

  private DeploymentView candidate(EnvironmentKey to, String promotionId) {
    Promotion p = promotions.find(promotionId);
    if (p == null) {
      throw Problem.notFound("Promotion " + promotionId + " was deleted with its environment.");
    }
    return Errors.value(deployments.find(to.modelId(), p.sides().candidate()));
  }

  /// Pauses, resumes or forces.
  Route.Handler signal(Command command) {
    return request -> {
      String reason = Reasons.of(request);
      return once.run(
          request,
          stamp -> {
            var intent = new Intent(request.actor(), reason, stamp);
            var sent = Errors.value(promotions.signal(request.environment(), command, intent));
            return Reply.ok(new SignalPromotionResponseV1(sent));
          },
          _ -> Reply.ok(new SignalPromotionResponseV1(true)));
    };
  }

  Reply history(Request request) {
    var all = Errors.value(promotions.history(request.environment()));
    return Reply.ok(new PromotionsBody(all.stream().map(ReceiptWire::promotion).toList()));
  }

  Reply receipt(Request request) {
    var receipt =
        Errors.value(promotions.receipt(request.environment(), request.value("promotion_id")));
    return Reply.ok(ReceiptWire.receipt(receipt));
  }
}
