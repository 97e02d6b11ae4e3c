"""Keys, secrets, users, teams, logs, metrics and the audit log through the management client."""

import time

from baseten.client import managementapi as m
from checks import equal, has, refused


def keys_are_made_used_and_revoked(w):
    team = w.api.get_teams().teams[0].id
    name = w.name("key")
    for make in (
        lambda ask: w.api.post_api_keys(request=ask),
        lambda ask: w.api.post_teams_api_keys(team_id=team, request=ask),
    ):
        key = make(m.CreateAPIKeyRequest(name=name, type="WORKSPACE_MANAGE_ALL")).api_key
        prefix = key.split(".")[0]
        listed = [k for k in w.api.get_api_keys().keys if k.prefix == prefix]
        equal([(k.name, k.type) for k in listed], [(name, "WORKSPACE_MANAGE_ALL")])
        other = w.management(key)
        other.get_models()
        equal(w.api.delete_api_keys(api_key_prefix=prefix).prefix, prefix)
        with refused(m.ResponseError, 401, "UNAUTHORIZED"):
            other.get_models()


def a_key_may_do_what_its_type_says(w):
    model, _ = w.serving()
    ask = m.CreateAPIKeyRequest(name=w.name("invoke"), type="WORKSPACE_INVOKE", model_ids=[model])
    key = w.api.post_api_keys(request=ask).api_key
    equal(w.inference(model, key).predict_production(request={"say": "hi"}).root["version"], "1")
    with refused(m.ResponseError, 403, "FORBIDDEN"):
        w.management(key).get_models()


def secrets_are_set_listed_and_deleted(w):
    team = w.api.get_teams().teams[0]
    name = w.name("secret").replace("-", "_")
    ask = m.UpsertSecretRequest(name=name, value="not told")
    for put, every, delete in (
        (lambda: w.api.post_secrets(request=ask),
         lambda: w.api.get_secrets(),
         lambda: w.api.delete_secrets(secret_name=name)),
        (lambda: w.api.post_teams_secrets(team_id=team.id, request=ask),
         lambda: w.api.get_teams_secrets(team_id=team.id),
         lambda: w.api.delete_teams_secrets(team_id=team.id, secret_name=name)),
    ):
        equal((put().name, put().team_name), (name, team.name))
        has([s.name for s in every().secrets], name)
        equal(delete().name, name)
        assert name not in [s.name for s in every().secrets], "the secret is still there"


def users_and_teams_are_read(w):
    me = w.api.get_users_me()
    page = w.api.get_users(params=m.GetUsersParams(limit=1))
    has([u.user_id for u in page.items], me.user_id)
    by_email = w.api.get_users(params=m.GetUsersParams(email=me.email))
    equal([u.user_id for u in by_email.items], [me.user_id])
    equal(w.api.get_users_user_id(user_id=me.user_id).email, me.email)
    team = w.api.get_teams().teams[0]
    equal([t.id for t in w.api.get_teams(params=m.GetTeamsParams(name=team.name)).teams], [team.id])
    equal(w.api.get_teams_team_id(team_id=team.id).default, True)
    name = w.name("of-team")
    source = m.ModelArchiveSource(kind="model_archive", name=name, deployment=w.payload("1"))
    made = w.api.post_teams_models(team_id=team.id, request=m.CreateModelRequest(source=source))
    equal(made.model.team_name, team.name)
    found = w.api.get_teams_models(team_id=team.id, params=m.GetTeamsModelsParams(name=name))
    equal([x.id for x in found.models], [made.model.id])


def what_the_workspace_offers_is_read(w):
    types = w.api.get_instance_types().instance_types
    prices = w.api.get_instance_type_prices().instance_types
    equal({t.id for t in types}, {p.instance_type.id for p in prices})
    regions = w.api.get_regions().regions
    assert regions, "there is no region"
    team = w.api.get_teams().teams[0].id
    equal(w.api.get_teams_regions(team_id=team).regions, regions)


def logs_are_read_with_their_filters(w):
    model, deployment = w.serving("1")
    at = {"model_id": model, "deployment_id": deployment}
    client = w.inference(model)
    for say in ("alpha", "beta", "gamma"):
        client.predict_production(request={"say": say})
    asked = [f"version 1 was asked {say}" for say in ("alpha", "beta", "gamma")]

    def all_lines():
        return w.api.get_models_deployments_logs(
            params=m.GetModelsDeploymentsLogsParams(direction="asc", includes=["was asked"]), **at
        ).logs

    lines = w.until(all_lines, lambda seen: len(seen) == 3)
    equal([line.message for line in lines], asked)
    stamps = [int(line.timestamp) for line in lines]
    equal(stamps, sorted(stamps))
    newest = w.api.get_models_deployments_logs(
        params=m.GetModelsDeploymentsLogsParams(
            direction="desc", limit=1, search_pattern="asked (alpha|beta)"), **at).logs
    equal([line.message for line in newest], asked[1:2])
    without = w.api.post_models_deployments_logs(
        request=m.GetDeploymentLogsRequest(
            direction="asc", includes=["was asked"], excludes=["beta"]), **at).logs
    equal([line.message for line in without], [asked[0], asked[2]])
    of_environment = w.api.get_models_environments_logs(
        model_id=model, env_name="production",
        params=m.GetModelsEnvironmentsLogsParams(direction="asc", includes=["was asked"])).logs
    equal(of_environment, lines)


def metrics_are_read_in_every_mode(w):
    model, deployment = w.serving()
    client = w.inference(model)
    for _ in range(5):
        client.predict_production(request={})
    now = int(time.time() * 1000)
    window = {"start_epoch_millis": now - 600_000, "end_epoch_millis": now}
    for mode, times in (("CURRENT", {}), ("SUMMARY", window), ("SERIES", window)):
        for answer in (
            w.api.get_models_deployments_metrics(
                model_id=model, deployment_id=deployment,
                params=m.GetModelsDeploymentsMetricsParams(mode=mode, **times)),
            w.api.get_models_environments_metrics(
                model_id=model, env_name="production",
                params=m.GetModelsEnvironmentsMetricsParams(mode=mode, **times)),
        ):
            equal(answer.mode, mode)
            names = [d.name for d in answer.metric_descriptors]
            equal(names, ["baseten_replicas_active", "baseten_inference_requests_total",
                          "baseten_end_to_end_response_time_seconds"])
            for step in answer.metric_values:
                equal([len(v) for v in step.values],
                      [len(d.label_sets) for d in answer.metric_descriptors])
    current = w.api.get_models_deployments_metrics(
        model_id=model, deployment_id=deployment,
        params=m.GetModelsDeploymentsMetricsParams(
            mode="CURRENT", metrics=["baseten_replicas_active"]))
    equal(current.metric_values[0].values, [[1.0]])


def the_audit_log_tells_what_was_done(w):
    model, deployment = w.serving()
    mine = w.api.get_models_audit_logs(model_id=model).items
    has([e.event_type for e in mine], "MODEL_DEPLOYED")
    deployed = next(e for e in mine if e.event_type == "MODEL_DEPLOYED")
    equal((deployed.event_data.model_id, deployed.event_data.deployment_id), (model, deployment))
    equal((deployed.client_name, deployed.source), ("baseten-python", "API"))
    w.api.post_models_deployments_deactivate(model_id=model, deployment_id=deployment)
    filtered = w.api.get_models_audit_logs(model_id=model, params=m.GetModelsAuditLogsParams(
        event_type_groups=["ACTIVATED_DEACTIVATED"])).items
    equal([e.event_type for e in filtered], ["MODEL_DEPLOYMENT_DEACTIVATED"])
    seen, cursor = [], None
    while True:
        more = {"cursor": cursor} if cursor else {}
        page = w.api.get_audit_logs(params=m.GetAuditLogsParams(limit=20, **more))
        seen += [e.id for e in page.items]
        if not page.pagination.has_more:
            break
        cursor = page.pagination.cursor
    equal(len(seen), len(set(seen)))
    has(seen, deployed.id)


def errors_are_the_published_ones(w):
    for ask in (
        lambda: w.api.get_models_model_id(model_id="nothing"),
        lambda: w.api.get_models_model_id(model_id="a/b c%"),
        lambda: w.api.get_users_user_id(user_id="nobody"),
        lambda: w.api.get_teams_team_id(team_id="none"),
    ):
        with refused(m.ResponseError, 404, "NOT_FOUND"):
            ask()
    with refused(m.ResponseError, 401, "UNAUTHORIZED"):
        w.management("wrong.key").get_models()
    with refused(m.ResponseError, 400, "VALIDATION_ERROR", "name"):
        w.create(name="x" * 256)
    model, _ = w.serving()
    with refused(m.ResponseError, 400, "VALIDATION_ERROR", "max_replica"):
        w.api.patch_models_deployments_production_autoscaling_settings(
            model_id=model, request=m.UpdateAutoscalingSettings(min_replica=3, max_replica=2))
    with refused(m.ResponseError, 400, "VALIDATION_ERROR", "production"):
        w.api.delete_models_environments(model_id=model, env_name="production")
