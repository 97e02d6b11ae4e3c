"""A canary that truss pushes, and that the SDK takes back halfway."""

import shutil

from baseten.client import managementapi as m
from server import ROOT
from shell import BUILD_SECONDS, INFERENCE_PORT


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


def a_canary_of_a_model_on_trusss_own_server_is_cancelled_mid_ramp(t):
    name = t.name("reviews")
    v1, v2 = (_example(t, name, version) for version in ("v1", "v2"))
    first = t.push(v1, "--wait", seconds=BUILD_SECONDS)
    model = first["model_id"]
    t.until_current(model, first["model_version_id"])
    slowly = m.UpdateModelPromotionSettings(ramp_up_while_promoting=True, ramp_up_duration_seconds=60)
    t.api.patch_models_environments(
        model_id=model, env_name="production",
        request=m.UpdateEnvironmentRequest(promotion_settings=slowly))
    t.push(v2, "--promote", "--wait", seconds=BUILD_SECONDS)
    t.until(
        lambda: t.environment_of(model).in_progress_promotion,
        lambda p: p and p.percent_traffic_to_new_version >= 10)
    during = t.until(lambda: [_say(t, model) for _ in range(50)], lambda said: len(set(said)) == 2)
    assert set(during) == {("unkind", "v1"), ("unkind", "v2")}, during
    cancel = t.api.post_models_environments_cancel_promotion(model_id=model, env_name="production")
    assert cancel.status == "CANCELED", cancel
    assert {_say(t, model) for _ in range(50)} == {("unkind", "v1")}
    t.until_current(model, first["model_version_id"])


def _example(t, name, version):
    """A copy of the example under a name of its own."""
    directory = t.server.scratch / f"{name}-{version}"
    shutil.copytree(ROOT / "examples" / "reviews" / version, directory)
    config = directory / "config.yaml"
    config.write_text(config.read_text().replace("model_name: reviews", f"model_name: {name}"))
    return directory


def _say(t, model):
    url = f"http://localhost:{INFERENCE_PORT}/model/{model}/environments/production/predict"
    said = t.call(url, {"text": "rude and bad"})
    return said["label"], said["version"]
