"""A canary that truss pushes, and that the SDK takes back halfway."""

from baseten.client import managementapi as m


def a_canary_of_a_push_is_cancelled_mid_ramp_and_production_is_as_before(t):
    name = t.name("canary")
    first = t.push(t.directory(name), "--wait")
    model = first["model_id"]
    t.until_current(model, first["model_version_id"])
    slowly = m.UpdateModelPromotionSettings(ramp_up_while_promoting=True, ramp_up_duration_seconds=60)
    t.api.patch_models_environments(
        model_id=model, env_name="production",
        request=m.UpdateEnvironmentRequest(promotion_settings=slowly))
    t.push(t.directory(name, "2"), "--promote", "--wait")
    t.until(
        lambda: t.environment_of(model).in_progress_promotion,
        lambda p: p and p.percent_traffic_to_new_version >= 10)
    answers = t.until(lambda: {t.version(model) for _ in range(100)}, lambda seen: len(seen) == 2)
    assert answers == {"1", "2"}, answers
    cancel = t.api.post_models_environments_cancel_promotion(model_id=model, env_name="production")
    assert cancel.status == "CANCELED", cancel
    assert {t.version(model) for _ in range(100)} == {"1"}
    t.until_current(model, first["model_version_id"])
