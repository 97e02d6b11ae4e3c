"""What a test is handed: a client of one style, the server, and what tests often do."""

import asyncio
import contextlib
import inspect
import uuid
from pathlib import Path

import strict
import waiting
from baseten.client import (
    AsyncInferenceClient,
    AsyncManagementClient,
    InferenceClient,
    ManagementClient,
)
from baseten.client import managementapi as m

MODEL = Path(__file__).resolve().parent / "model.py"
STYLES = ("sync", "async")


class Client:
    """The typed operations of a published client; an async one is awaited. Every answer is checked."""

    def __init__(self, world, client):
        self._world = world
        self._client = client

    @property
    def unrecorded(self):
        """The client's own operations, for many at once; nobody counts or checks them."""
        return self._client.api

    def __getattr__(self, operation):
        def call(**arguments):
            api = self._client.api
            self._world.calls.add(f"{type(api).__module__.split('.')[-2]}.{operation}")
            answer = self._world.wait_for(getattr(api, operation)(**arguments))
            strict.check(answer, operation)
            return answer

        return call


class World:
    until = staticmethod(waiting.until)

    def __init__(self, server, style):
        self.server = server
        self.style = style
        self.calls = set()  # what the test at hand called
        self.seen = set()  # what every test before it called
        self._loop = asyncio.new_event_loop()
        self._closing = contextlib.ExitStack()
        self._closing.callback(self._loop.close)
        self.api = self.management(server.key)

    def close(self):
        self._closing.close()

    def wait_for(self, value):
        return self._loop.run_until_complete(value) if inspect.isawaitable(value) else value

    def _client(self, sync, asynchronous, **options):
        client = (sync if self.style == "sync" else asynchronous)(**options)
        self._closing.callback(lambda: self.wait_for(client.close()))
        return Client(self, client)

    def management(self, key):
        return self._client(
            ManagementClient,
            AsyncManagementClient,
            api_key=key,
            base_url_override=self.server.management,
        )

    def inference(self, model, key=None):
        """A client whose base URL has the model in its path."""
        return self._client(
            InferenceClient,
            AsyncInferenceClient,
            api_key=key or self.server.key,
            base_url_override=f"{self.server.inference}/model/{model}",
        )

    def inference_by_host(self, host):
        """A client that names the model in the Host header, as the service's own addresses do."""
        return self._client(
            InferenceClient,
            AsyncInferenceClient,
            api_key=self.server.key,
            headers={"Host": host},
            base_url_override=self.server.inference,
        )

    def chunks(self, response):
        """The chunks of an unread answer as they come; closes it at the end."""
        if self.style == "sync":
            with contextlib.closing(response):
                yield from response.iter_raw()
        else:
            each = response.aiter_raw()
            with contextlib.suppress(StopAsyncIteration):
                while True:
                    yield self.wait_for(anext(each))
            self.wait_for(response.aclose())

    def file(self):
        """A path where nothing is."""
        return self.server.scratch / f"hold-{uuid.uuid4().hex}"

    def name(self, what):
        return f"{what}-{self.style}-{uuid.uuid4().hex[:6]}"

    def payload(self, version, concurrency=32, command=None, **more):
        """What is pushed: a config alone, which starts this suite's model."""
        return m.DeploymentArchivePayload(
            config={
                "model_name": "compat",
                "environment_variables": {"VERSION": version},
                "docker_server": {
                    "start_command": command or f'exec python3 "{MODEL}"',
                    "server_port": 8081,
                    "predict_endpoint": "/predict",
                    "readiness_endpoint": "/health",
                    "liveness_endpoint": "/health",
                },
                "runtime": {"predict_concurrency": concurrency},
            },
            **more,
        )

    def create(self, version="1", name=None, **more):
        """A new model and its first deployment, as they were answered."""
        source = m.ModelArchiveSource(
            kind="model_archive",
            name=name or self.name("model"),
            s3_key=None,
            deployment=self.payload(version, **more),
        )
        return self.api.post_models(request=m.CreateModelRequest(source=source))

    def push(self, model, version, **more):
        source = m.DeploymentArchiveSource(
            kind="model_archive", s3_key=None, deployment=self.payload(version, **more)
        )
        request = m.CreateModelDeploymentRequest(source=source)
        return self.api.post_models_deployments(model_id=model, request=request).deployment

    def deployment(self, model, deployment):
        return self.api.get_models_deployments_deployment_id(
            model_id=model, deployment_id=deployment
        )

    def until_status(self, model, deployment, status):
        return self.until(
            lambda: self.deployment(model, deployment), lambda seen: seen.status == status
        )

    def environment(self, model, name="production"):
        return self.api.get_models_environments_env_name(model_id=model, env_name=name)

    def until_current(self, model, deployment, name="production"):
        """Waits until the environment has the deployment, and no promotion any more."""
        return waiting.until_current(lambda: self.environment(model, name), deployment)

    def serving(self, version="1", **more):
        """A new model whose production serves; its id and its deployment's."""
        made = self.create(version, **more)
        self.until_status(made.model.id, made.deployment.id, "ACTIVE")
        self.until_current(made.model.id, made.deployment.id)
        return made.model.id, made.deployment.id

    def pushed(self, model, version, **more):
        """The id of a further deployment that is active."""
        deployment = self.push(model, version, **more).id
        self.until_status(model, deployment, "ACTIVE")
        return deployment
