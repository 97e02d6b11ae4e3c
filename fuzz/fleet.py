"""What the server has when the fuzzing begins, so that what is asked meets things that exist."""

import uuid
from pathlib import Path

from waiting import until

MODEL = Path(__file__).resolve().parent / "model.py"
NO_COMMAND = "exec sleep 600"  # for deployments that need not serve


def payload(command=None, **more):
    """A deployment of its config alone."""
    config = {
        "environment_variables": {"VERSION": "1"},
        "docker_server": {
            "start_command": command or f'exec python3 "{MODEL}"',
            "server_port": 8081,
            "predict_endpoint": "/predict",
            "readiness_endpoint": "/health",
            "liveness_endpoint": "/health",
        },
    }
    return {"config": config, **more}


def create(api, name=None, command=None):
    """A new model; its id and its deployment's."""
    name = name or f"made-{uuid.uuid4().hex[:8]}"
    source = {"kind": "model_archive", "name": name, "s3_key": None, "deployment": payload(command)}
    made = api("POST", "/v1/models", {"source": source})
    return made["model"]["id"], made["deployment"]["id"]


def push(api, model, command=None, **more):
    """The id of a further deployment."""
    source = {"kind": "model_archive", "s3_key": None, "deployment": payload(command, **more)}
    made = api("POST", f"/v1/models/{model}/deployments", {"source": source})
    return made["deployment"]["id"]


def until_active(api, model, deployment):
    path = f"/v1/models/{model}/deployments/{deployment}"
    until(lambda: api("GET", path), lambda d: d["status"] == "ACTIVE")


class Fleet:
    """One model with a serving production, a promotion behind it and one on its way, a staging, and
    a development deployment."""

    def __init__(self, management, inference):
        self.model, first = create(management)
        second, third = push(management, self.model), push(management, self.model)
        development = push(management, self.model, is_development=True)
        self.deployments = [first, second, third, development]
        for deployment in self.deployments:
            until_active(management, self.model, deployment)
        production = f"/v1/models/{self.model}/environments/production"
        slowly = {"ramp_up_while_promoting": True, "ramp_up_duration_seconds": 3600}
        management("PATCH", production, {"promotion_settings": slowly})
        management("POST", production + "/promote", {"deployment_id": second})
        ramping = lambda e: (e["in_progress_promotion"] or {}).get("status") == "RAMPING_UP"
        until(lambda: management("GET", production), ramping)
        management("POST", production + "/cancel_promotion", {"reason": "to have a receipt"})
        management("POST", production + "/promote", {"deployment_id": second})
        history = management("GET", production + "/promotions")["promotions"]
        # Not the one on its way: the stream of its events has no end.
        self.promotions = [p["id"] for p in history if p["ended_at"]]
        staging = f"/v1/models/{self.model}/environments/staging"
        management("POST", f"/v1/models/{self.model}/environments", {"name": "staging"})
        management("POST", staging + "/promote", {"deployment_id": third})
        until(lambda: management("GET", staging), lambda e: e["current_deployment"])
        management("POST", "/v1/secrets", {"name": "hf_token", "value": "nothing"})
        # Names of keys are unique, and a fleet is made for each port.
        spare = {"type": "WORKSPACE_INVOKE", "name": f"spare-{uuid.uuid4().hex[:8]}"}
        made = management("POST", "/v1/api_keys", spare)
        self.key = made["api_key"]
        self.team = management("GET", "/v1/teams")["teams"][0]["id"]
        self.user = management("GET", "/v1/users/me")["user_id"]
        asked = {"model_input": {"hello": "world"}}
        later = inference("POST", f"/model/{self.model}/production/async_predict", asked)
        self.requests = [later["request_id"]]

    def words(self):
        """What a parameter of each name may be, so that it meets something."""
        return {
            "model_id": [self.model],
            "deployment_id": self.deployments,
            "env_name": ["production", "staging"],
            "promotion_id": self.promotions,
            "team_id": [self.team],
            "user_id": [self.user],
            "secret_name": ["hf_token"],
            "api_key_prefix": [self.key.split(".")[0]],
            "request_id": self.requests,
            "asset": ["redoc.css"],
            "route": ["health"],
        }
