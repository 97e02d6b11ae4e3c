"""Models, deployments and environments through the management client."""

import httpx
from baseten.client import managementapi as m
from checks import equal, has


def a_model_is_made_of_its_config_alone_and_listed(w):
    name = w.name("listed")
    ready = w.api.post_prepare_model_upload(
        request=m.PrepareModelUploadRequest(name=name, deployment=w.payload("1"))
    )
    equal((ready.creds, ready.s3_bucket, ready.s3_key, ready.s3_region), (None, None, None, None))
    made = w.create(name=name)
    equal(made.model.name, name)
    equal(made.deployment.model_id, made.model.id)
    found = w.api.get_models(params=m.GetModelsParams(name=name)).models
    equal([x.id for x in found], [made.model.id])
    has([x.id for x in w.api.get_models().models], made.model.id)
    equal(w.api.get_models_model_id(model_id=made.model.id).name, name)
    w.until_current(made.model.id, made.deployment.id)
    renamed = w.api.patch_models(
        model_id=made.model.id, request=m.UpdateModelRequest(name=name + "-renamed"))
    equal((renamed.id, renamed.name), (made.model.id, name + "-renamed"))
    equal(w.api.get_models(params=m.GetModelsParams(name=name)).models, [])
    production = w.api.get_models_deployments_production(model_id=made.model.id)
    equal((production.id, production.environment), (made.deployment.id, "production"))
    equal(w.api.get_models_model_id(model_id=made.model.id).production_deployment_id, production.id)
    equal(w.api.delete_models(model_id=made.model.id).deleted, True)
    every = w.api.get_models().models
    assert made.model.id not in [x.id for x in every], "the model is still there"


def a_deployment_is_pushed_renamed_read_and_deleted(w):
    model, first = w.serving()
    pushed = w.push(model, "2", deployment_name="second", labels={"team": "ships"})
    equal((pushed.name, pushed.labels), ("second", {"team": "ships"}))
    w.until_status(model, pushed.id, "ACTIVE")
    every = w.api.get_models_deployments(model_id=model).deployments
    equal([x.id for x in every], [first, pushed.id])
    by_name = m.GetModelsDeploymentsParams(name="second")
    found = w.api.get_models_deployments(model_id=model, params=by_name).deployments
    equal([x.id for x in found], [pushed.id])
    at = {"model_id": model, "deployment_id": pushed.id}
    renamed = w.api.patch_models_deployments(request=m.UpdateDeploymentRequest(name="two"), **at)
    equal(renamed.name, "two")
    config = w.api.get_models_deployments_config(**at).config
    equal(config["environment_variables"], {"VERSION": "2"})
    w.api.post_models_deployments_deactivate(**at)
    w.until_status(model, pushed.id, "INACTIVE")
    gone = w.api.delete_models_deployments(**at)
    equal((gone.id, gone.deleted, gone.model_id), (pushed.id, True, model))


def the_archive_of_a_deployment_is_downloaded(w):
    model, deployment = w.serving()
    answer = w.api.get_models_deployments_download(model_id=model, deployment_id=deployment)
    file = httpx.get(answer.download_url)
    equal(file.status_code, 200)
    has(file.content, b"config.yaml")


def a_deployment_is_deactivated_and_activated(w):
    model, deployment = w.serving()
    at = {"model_id": model, "deployment_id": deployment}
    for off, on in (
        (lambda: w.api.post_models_deployments_deactivate(**at),
         lambda: w.api.post_models_deployments_activate(**at)),
        (lambda: w.api.post_models_deployments_production_deactivate(model_id=model),
         lambda: w.api.post_models_deployments_production_activate(model_id=model)),
        (lambda: w.api.post_models_environments_deactivate(model_id=model, env_name="production"),
         lambda: w.api.post_models_environments_activate(model_id=model, env_name="production")),
    ):
        equal(off().success, True)
        w.until_status(model, deployment, "INACTIVE")
        equal(on().success, True)
        w.until_status(model, deployment, "ACTIVE")


def a_development_deployment_has_its_own_operations(w):
    made = w.create(is_development=True)
    model, deployment = made.model.id, made.deployment.id
    equal(made.deployment.is_development, True)
    w.until_status(model, deployment, "ACTIVE")
    equal(w.api.get_models_deployments_development(model_id=model).id, deployment)
    equal(w.api.post_models_deployments_development_deactivate(model_id=model).success, True)
    w.until_status(model, deployment, "INACTIVE")
    equal(w.api.post_models_deployments_development_activate(model_id=model).success, True)
    w.until_status(model, deployment, "ACTIVE")
    retry = w.api.post_models_deployments_development_retry(model_id=model)
    equal((retry.retried, retry.deployment.id), (False, deployment))
    settings = m.UpdateAutoscalingSettings(concurrency_target=3)
    w.api.patch_models_deployments_development_autoscaling_settings(
        model_id=model, request=settings
    )
    copy = w.api.post_models_deployments_development_promote(
        model_id=model, request=m.PromoteRequest()
    )
    assert copy.id != deployment, "the development deployment itself was promoted"
    w.until_current(model, copy.id)


def a_deployment_that_fails_says_so_and_is_retried(w):
    model, _ = w.serving()
    broken = w.push(model, "2", command="echo this model cannot start; exit 3").id
    at = {"model_id": model, "deployment_id": broken}
    w.until_status(model, broken, "DEPLOY_FAILED")
    lines = w.api.get_models_deployments_logs(**at).logs
    assert any("this model cannot start" in line.message for line in lines), lines
    retry = w.api.post_models_deployments_retry(**at)
    equal((retry.retried, retry.deployment.id), (True, broken))
    of_production = w.api.post_models_deployments_production_retry(model_id=model)
    equal(of_production.retried, False)


def autoscaling_and_backpressure_are_set(w):
    model, deployment = w.serving()
    at = {"model_id": model, "deployment_id": deployment}
    settings = m.UpdateAutoscalingSettings(min_replica=1, max_replica=2, scale_down_delay=60)
    equal(w.api.patch_models_deployments_autoscaling_settings(request=settings, **at).status,
          "ACCEPTED")
    again = w.api.patch_models_deployments_production_autoscaling_settings(
        model_id=model, request=settings
    )
    equal(again.status, "UNCHANGED")
    seen = w.deployment(model, deployment).autoscaling_settings
    equal((seen.min_replica, seen.max_replica, seen.scale_down_delay), (1, 2, 60))
    policy = m.UpdateRequestBackpressureSettings(policy="REJECT_ON_FULL")
    answer = w.api.patch_models_deployments_request_backpressure_settings(request=policy, **at)
    equal(answer.policy, "REJECT_ON_FULL")
    equal(w.deployment(model, deployment).request_backpressure_settings.policy, "REJECT_ON_FULL")


def a_replica_is_ended_and_another_takes_its_place(w):
    model, deployment = w.serving()
    at = {"model_id": model, "deployment_id": deployment}
    lines = w.until(lambda: w.api.get_models_deployments_logs(**at).logs,
                    lambda seen: any(line.replica for line in seen))
    replica = next(line.replica for line in lines if line.replica)
    equal(w.api.delete_models_deployments_replicas(replica_id=replica, **at).success, True)
    w.until(lambda: w.api.get_models_deployments_logs(**at).logs,
            lambda seen: {line.replica for line in seen} - {replica, None})
    w.until_status(model, deployment, "ACTIVE")


def an_environment_is_made_changed_and_deleted(w):
    model, deployment = w.serving()
    made = w.api.post_models_environments(model_id=model, request=m.CreateEnvironmentRequest(
        name="staging",
        autoscaling_settings=m.UpdateAutoscalingSettings(min_replica=1, max_replica=2),
        promotion_settings=m.UpdateModelPromotionSettings(promotion_cleanup_strategy="KEEP"),
    ))
    equal((made.name, made.current_deployment, made.candidate_deployment), ("staging", None, None))
    at = {"model_id": model, "env_name": "staging"}
    change = m.UpdateEnvironmentRequest(promotion_settings=m.UpdateModelPromotionSettings(
        ramp_up_while_promoting=True, ramp_up_duration_seconds=30))
    changed = w.api.patch_models_environments(request=change, **at)
    equal((changed.status, changed.environment.promotion_settings.ramp_up_duration_seconds),
          ("ACCEPTED", 30))
    equal(w.api.patch_models_environments(request=change, **at).status, "UNCHANGED")
    seen = w.environment(model, "staging").promotion_settings
    equal((seen.ramp_up_while_promoting, seen.promotion_cleanup_strategy), (True, "KEEP"))
    every = w.api.get_models_environments(model_id=model).environments
    equal([x.name for x in every], ["production", "staging"])
    gone = w.api.delete_models_environments(**at)
    equal((gone.name, gone.model_id, gone.deleted), ("staging", model, True))
    equal(len(w.api.get_models_environments(model_id=model).environments), 1)
    equal(w.environment(model).current_deployment.id, deployment)
