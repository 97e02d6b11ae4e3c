"""Promotions, and every way to stop or hurry one, through the management client."""

from baseten.client import managementapi as m
from checks import equal, has, refused

NONE = "Environment production has no in progress promotion."
LONG_SECONDS = 3600


def _ramped(w, **settings):
    """A model whose production ramps for an hour, and its two deployments."""
    model, first = w.serving("1")
    second = w.pushed(model, "2")
    settings = settings or {
        "ramp_up_while_promoting": True, "ramp_up_duration_seconds": LONG_SECONDS}
    w.api.patch_models_environments(
        model_id=model, env_name="production", request=m.UpdateEnvironmentRequest(
            promotion_settings=m.UpdateModelPromotionSettings(**settings)))
    return model, first, second


def promote(w, model, deployment, name="production"):
    return w.api.post_models_environments_promote(
        model_id=model, env_name=name,
        request=m.PromoteToEnvironmentRequest(deployment_id=deployment))


def until_promotion(w, model, status):
    return w.until(
        lambda: w.environment(model).in_progress_promotion,
        lambda seen: seen and seen.status == status)


def version(w, model):
    answer = w.inference(model).predict_production(request={"say": "which"})
    return answer.root["version"]


def a_canary_is_cancelled_in_the_middle(w):
    model, first, second = _ramped(w)
    at = {"model_id": model, "env_name": "production"}
    equal(promote(w, model, second).id, second)
    promotion = until_promotion(w, model, "RAMPING_UP")
    equal(promotion.rolling_deploy, False)
    equal(w.environment(model).candidate_deployment.id, second)
    with refused(m.ResponseError, 400, "VALIDATION_ERROR"):
        promote(w, model, second)
    answer = w.api.post_models_environments_cancel_promotion(**at)
    equal(answer.status, "CANCELED")
    equal(answer.message, "Promotion to production was successfully canceled.")
    seen = w.environment(model)
    equal((seen.current_deployment.id, seen.candidate_deployment, seen.in_progress_promotion),
          (first, None, None))
    equal({version(w, model) for _ in range(20)}, {"1"})
    with refused(m.ResponseError, 400, "VALIDATION_ERROR", NONE):
        w.api.post_models_environments_cancel_promotion(**at)


def a_canary_is_paused_resumed_and_rolled_forward(w):
    model, first, second = _ramped(w)
    at = {"model_id": model, "env_name": "production"}
    promote(w, model, second)
    until_promotion(w, model, "RAMPING_UP")
    equal(w.api.post_models_environments_pause_promotion(**at).success, True)
    until_promotion(w, model, "PAUSED")
    equal(w.api.post_models_environments_resume_promotion(**at).success, True)
    until_promotion(w, model, "RAMPING_UP")
    equal(w.api.post_models_environments_force_roll_forward_promotion(**at).success, True)
    w.until_current(model, second)
    equal({version(w, model) for _ in range(20)}, {"2"})


def a_promotion_is_cancelled_by_force(w):
    model, first, second = _ramped(w)
    promote(w, model, second)
    until_promotion(w, model, "RAMPING_UP")
    equal(w.api.post_models_environments_force_cancel_promotion(
        model_id=model, env_name="production").success, True)
    w.until_current(model, first)
    equal({version(w, model) for _ in range(20)}, {"1"})


def a_rolling_promotion_is_cancelled(w):
    model, first, second = _ramped(w, rolling_deploy=True,
                                  rolling_deploy_config=m.UpdateRollingDeployConfig(
                                      max_surge_percent=50, stabilization_time_seconds=3600))
    promote(w, model, second)
    promotion = until_promotion(w, model, "RAMPING_UP")
    equal(promotion.rolling_deploy, True)
    answer = w.api.post_models_environments_cancel_promotion(
        model_id=model, env_name="production")
    has(["RAMPING_DOWN", "CANCELED"], answer.status)
    w.until_current(model, first)
    equal({version(w, model) for _ in range(20)}, {"1"})


def signals_without_a_promotion_are_refused(w):
    model, _ = w.serving()
    at = {"model_id": model, "env_name": "production"}
    for signal in ("cancel", "pause", "resume", "force_cancel", "force_roll_forward"):
        with refused(m.ResponseError, 400, "VALIDATION_ERROR", NONE):
            getattr(w.api, f"post_models_environments_{signal}_promotion")(**at)


def a_deployment_is_promoted_to_production(w):
    model, _ = w.serving("1")
    second = w.pushed(model, "2")
    answer = w.api.post_models_deployments_promote(
        model_id=model, deployment_id=second, request=m.PromoteRequest())
    equal(answer.id, second)
    w.until_current(model, second)
    equal(version(w, model), "2")


def what_serves_production_reaches_another_environment_as_a_copy(w):
    model, first = w.serving("1")
    w.api.post_models_environments(
        model_id=model, request=m.CreateEnvironmentRequest(name="staging"))
    copy = promote(w, model, first, "staging")
    assert copy.id != first, "production's own deployment was taken"
    assert copy.name.startswith(w.deployment(model, first).name + "."), copy.name
    w.until_current(model, copy.id, "staging")
    answer = w.inference(model).predict(env_name="staging", request={"say": "hello"})
    equal(answer.root["version"], "1")


def a_promotion_under_other_settings_is_refused_rather_than_begun_under_these(w):
    model, first = w.serving("1")
    second = w.pushed(model, "2")
    override = m.UpdatePromotionSettings(rolling_deploy=True)
    with refused(m.ResponseError, 400, "VALIDATION_ERROR", "promotion_settings_override"):
        w.api.post_models_environments_promote(
            model_id=model, env_name="production", request=m.PromoteToEnvironmentRequest(
                deployment_id=second, promotion_settings_override=override))
    equal(w.environment(model).in_progress_promotion, None)
