"""That no operation of the client was forgotten: each is called by a test, or named here as absent."""

import inspect
import re

from baseten.client import inferenceapi as i
from baseten.client import managementapi as m
from checks import equal, refused

# Operations on models that Slipway does not have; each is tried, and answers 404.
ABSENT = {
    "get_models_deployments_patches_state": "live patching of a development deployment",
    "post_models_deployments_patches": "live patching of a development deployment",
    "post_models_deployments_patches_sync": "live patching of a development deployment",
    "post_models_deployments_ssh_sign": "a shell on a replica",
    "get_models_deployments_startups": "the history of replicas' starts",
    "get_models_deployments_startups_summary": "the history of replicas' starts",
    "get_models_environments_startups": "the history of replicas' starts",
    "get_models_environments_startups_summary": "the history of replicas' starts",
    "get_teams_environment_groups": "groups of environments",
    "get_teams_environment_groups_env_name": "groups of environments",
    "patch_teams_environment_groups": "groups of environments",
    "post_teams_llm_models": "models made from a catalog",
}
# Whole products of the service that Slipway is not.
OTHER_PRODUCTS = re.compile(
    r"^/v1/(?!models|api_keys|secrets|users/|users$|teams|audit_logs|instance_type|regions|prepare_)"
    r"|/v1/teams/\{\}/(loops|training)|/v1/models/\{\}/(loops|training)|/v1/users/auth")
CHAINS = re.compile(r"run_remote")


def operations(api):
    """Its operations, each with its path."""
    for name, method in inspect.getmembers(api, inspect.isfunction):
        path = re.search(r'path_fmt="([^"]*)"', inspect.getsource(method))
        if not name.startswith("_") and path:
            yield name, path.group(1)


def every_operation_of_the_management_client_is_called_or_named_as_absent(w):
    ours = {n for n, path in operations(m.ApiClient) if not OTHER_PRODUCTS.search(path)}
    called = {c.split(".")[1] for c in w.seen if c.startswith("managementapi.")}
    equal(sorted(ours - called - set(ABSENT)), [])
    equal(sorted(set(ABSENT) - ours), [])


def every_operation_of_the_inference_client_is_called(w):
    ours = {n for n, _ in operations(i.ApiClient) if not CHAINS.search(n)}
    called = {c.split(".")[1] for c in w.seen if c.startswith("inferenceapi.")}
    equal(sorted(ours - called), [])


def what_is_absent_answers_404(w):
    model, deployment = w.serving()
    team = w.api.get_teams().teams[0].id
    known = {"model_id": model, "deployment_id": deployment, "env_name": "production",
             "team_id": team}
    for name in ABSENT:
        arguments = {}
        for parameter in inspect.signature(getattr(m.ApiClient, name)).parameters.values():
            if parameter.name in ("request", "params"):
                kind = parameter.annotation.split(" |")[0]
                arguments[parameter.name] = getattr(m, kind).model_construct()
            elif parameter.name != "self":
                arguments[parameter.name] = known[parameter.name]
        with refused(m.ResponseError, 404, "NOT_FOUND"):
            getattr(w.api, name)(**arguments)
