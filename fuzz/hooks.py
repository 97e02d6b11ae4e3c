"""What schemathesis is told beside its configuration."""

import collections
import itertools
import json
import os
import re

import fleet
import schemathesis
from api import Api, Refused
from refusals import ALLOWED, NOT_MADE
from schemathesis.openapi.checks import EnsureResourceAvailability, RejectedPositiveData

MAX_MADE = 20  # models and deployments of the run that are left to live
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # what a start command must not have
NOBODY = "http://127.0.0.1:9/"  # where nothing listens
MISSES = 5  # of so many made-up values of a path, one stays as it is

_api = Api(os.environ["FUZZ_MANAGEMENT"], os.environ["FUZZ_KEY"])
_own = os.environ["FUZZ_KEY"].split(".")[0]
_words = json.loads(os.environ["FUZZ_WORDS"])
_model = _words["model_id"][0]
_made = collections.deque()
_turn = itertools.count()


@schemathesis.hook
def before_call(context, case, **kwargs):
    operation = case.operation.definition.raw.get("operationId")
    path = case.path_parameters or {}
    if made_up(case):
        meet_something(path)
    spare_what_the_run_needs(operation, path)
    harmless(case.body)
    if isinstance(case.query, dict) and case.query.get("wait") == "drained":
        case.query["timeout_seconds"] = 1


def made_up(case):
    """Whether its path is neither wrong on purpose nor from an earlier answer."""
    where = schemathesis.core.parameters.ParameterLocation.PATH
    stateful = schemathesis.generation.meta.TestPhase.STATEFUL
    meta = case.meta
    return meta is not None and meta.phase.name != stateful and not meta.is_negative_at(where)


def meet_something(path):
    turn = next(_turn)
    if turn % MISSES:
        for name in path:
            words = _words.get(name)
            if words:
                path[name] = words[turn % len(words)]


def spare_what_the_run_needs(operation, path):
    """A deletion of what every other call is about meets something that is there for it."""
    if operation == "deleteModel" and path.get("model_id") == _model:
        path["model_id"] = fleet.create(_api, command=fleet.NO_COMMAND)[0]
    if operation == "deleteDeployment" and path.get("deployment_id") in _words["deployment_id"]:
        path["model_id"] = _model
        path["deployment_id"] = fleet.push(_api, _model, command=fleet.NO_COMMAND)
    if operation == "revokeApiKey" and path.get("api_key_prefix") == _own:
        made = _api("POST", "/v1/api_keys", {"type": "WORKSPACE_INVOKE"})
        path["api_key_prefix"] = made["api_key"].split(".")[0]


def harmless(body):
    """What a start command says is run, and a webhook is called: made-up ones are not."""
    if isinstance(body, dict):
        for value in list(body.values()):
            harmless(value)
        webhook = body.get("webhook_endpoint")
        if isinstance(webhook, str) and webhook.startswith("http"):
            body["webhook_endpoint"] = NOBODY
        command = body.get("start_command")
        if isinstance(command, str) and command.strip() and not CONTROL.search(command):
            body["start_command"] = fleet.NO_COMMAND


@schemathesis.hook
def after_call(context, case, response):
    """Few of the deployments that the run makes stay: each is a process."""
    if case.method != "POST" or response.status_code != 200:
        return
    if case.operation.path.endswith(("/models", "/deployments")):
        made = response.json()
        _made.append((made["model"]["id"], made["deployment"]["id"]))
    while len(_made) > MAX_MADE:
        model, deployment = _made.popleft()
        gone = f"/v1/models/{model}" + (f"/deployments/{deployment}" if model == _model else "")
        try:
            _api("DELETE", gone)
        except Refused:
            pass  # the run did it itself


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """A refusal that refusals.py gives the reason of is no failure."""
    if isinstance(failure, RejectedPositiveData):
        allowed = ALLOWED
    elif isinstance(failure, EnsureResourceAvailability):
        allowed = NOT_MADE
    else:
        return True
    try:
        said = response.json()
        message = said["message"] if "message" in said else said["error"]
    except (ValueError, KeyError, TypeError):
        return True
    return not any(re.search(pattern, message, re.DOTALL) for pattern in allowed)
