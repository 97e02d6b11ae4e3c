package dev.slipway.api;

import dev.slipway.api.http.Errors;
import dev.slipway.api.http.IdempotencyFilter;
import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.http.Route;
import dev.slipway.api.input.Fields;
import dev.slipway.api.input.Limits;
import dev.slipway.api.input.Problem;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Command;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.engine.catalog.DeploymentCatalog;
import dev.slipway.engine.promotion.PromoteOptions;
import dev.slipway.engine.promotion.Promotions;
import dev.slipway.engine.promotion.Receipts;
import dev.slipway.wire.PromotionBodies.PromotionsBody;
import dev.slipway.wire.PromotionBodies.SignalPromotionResponseV1;

/// Handlers of promotions.
final class PromotionHandlers {
  private final Promotions promotions;
  private final Receipts receipts;
  private final DeploymentCatalog deployments;
  private final IdempotencyFilter idempotencyFilter;

  PromotionHandlers(
      Promotions promotions,
      Receipts receipts,
      DeploymentCatalog deployments,
      IdempotencyFilter idempotencyFilter) {
    this.promotions = promotions;
    this.receipts = receipts;
    this.deployments = deployments;
    this.idempotencyFilter = idempotencyFilter;
  }

  /// The body of a promotion. Other settings than the environment's, which newer clients may ask
  /// for, are refused.
  private static Fields body(Request request) {
    Fields body = request.body();
    body.absent("environment_settings_update", "promotion_settings_override");
    return body;
  }

  /// The handler of `promote`.
  Route.Handler promote() {
    return idempotencyFilter.around(this::toEnvironment, this::again);
  }

  /// The handler that promotes the deployment of the path to production.
  Route.Handler promoteToProduction(DeploymentRef ref) {
    return idempotencyFilter.around(r -> toProduction(r, ref), this::again);
  }

  private Reply toEnvironment(Request request) {
    Fields body = body(request);
    return promoted(
        request,
        request.environment(),
        body.requiredText("deployment_id", Limits.ID),
        new PromoteOptions(
            body.flag("scale_down_previous_deployment", true),
            body.flag("preserve_env_instance_type", true)));
  }

  private Reply toProduction(Request request, DeploymentRef ref) {
    Fields body = body(request);
    var options =
        new PromoteOptions(
            body.flag("scale_down_previous_production", true),
            body.flag("preserve_env_instance_type", true));
    var production = new EnvironmentKey(request.model(), EnvironmentKey.PRODUCTION);
    return promoted(request, production, ref.id(deployments, request), options);
  }

  private Reply promoted(
      Request request, EnvironmentKey to, String deployment, PromoteOptions options) {
    return candidate(
        Errors.value(promotions.promote(to, deployment, options, request.intent(null))));
  }

  private Reply again(Request request, String promotionId) {
    Promotion p = receipts.find(promotionId);
    if (p == null) {
      throw Problem.notFound("Promotion " + promotionId + " was deleted with its environment.");
    }
    return candidate(p);
  }

  private Reply candidate(Promotion p) {
    var candidate = deployments.find(p.environment().modelId(), p.sides().candidate());
    return Reply.ok(ToWire.deployment(Errors.value(candidate)));
  }

  /// The handler that pauses, resumes or forces.
  Route.Handler signal(Command command) {
    return idempotencyFilter.around(
        request -> {
          var context = request.intent(request.reason());
          var _ = Errors.value(promotions.signal(request.environment(), command, context));
          return Reply.ok(new SignalPromotionResponseV1(true));
        },
        (_, _) -> Reply.ok(new SignalPromotionResponseV1(true)));
  }

  Reply history(Request request) {
    var all = Errors.value(receipts.history(request.environment()));
    return Reply.ok(new PromotionsBody(all.stream().map(ReceiptWire::promotion).toList()));
  }

  Reply receipt(Request request) {
    var receipt =
        Errors.value(receipts.receipt(request.environment(), request.value("promotion_id")));
    return Reply.ok(ReceiptWire.receipt(receipt));
  }
}
