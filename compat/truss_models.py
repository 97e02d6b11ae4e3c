"""Truss models as they are published: built by the server into an environment, served by Truss's own
server. They are pushed with `slipway push`, each from a directory that is written here."""

import json
import os
import subprocess
import textwrap
import time
from pathlib import Path

import httpx
from baseten.client import inferenceapi as i
from baseten.client import managementapi as m
from checks import equal, has
from websockets.sync.client import connect

ROOT = Path(__file__).resolve().parent.parent
BUILD_SECONDS = 900  # Truss and a model's requirements are installed from a package index
LEARNS_SECONDS = 90  # Truss's server looks every 30 s at the environment that it serves

CONFIG = """
    model_name: {name}
    python_version: py311
    requirements: ["humanize==4.9.0"]
    secrets: {{compat-token: null}}
    environment_variables: {{VERSION: "{version}"}}
    runtime: {{predict_concurrency: 4}}
    resources: {{accelerator: T4, use_gpu: true}}
    system_packages: [ffmpeg]
"""

# The same requirements, so that all of these share one environment.
PLAIN = """
    model_name: {name}
    python_version: py311
    requirements: ["humanize==4.9.0"]
"""

MODEL = """
    import asyncio, os
    import harbour
    import humanize

    class Model:
        def __init__(self, **kwargs):
            self._secrets = kwargs["secrets"]
            self._environment = kwargs["environment"]
            self._told = None
            self._data = kwargs["data_dir"]

        def setup_environment(self, environment):
            self._told = environment

        def load(self):
            self._word = (self._data / "word.txt").read_text().strip()

        async def predict(self, request):
            if request.get("fail"):
                raise ValueError("a mistake of the model")
            if request.get("stream"):
                return self._stream()
            return {
                "version": os.environ["VERSION"],
                "asked": request.get("say"),
                "word": self._word,
                "package": harbour.name(),
                "requirement": humanize.intcomma(12345),
                "secret": self._secrets["compat-token"],
                "environment": self._environment,
                "told": self._told,
            }

        async def _stream(self):
            for n in range(3):
                yield f"part {n}\\n".encode()
                await asyncio.sleep(0.3)
"""

WEBSOCKET = """
    class Model:
        async def websocket(self, socket):
            while True:
                await socket.send_text("heard " + await socket.receive_text())
"""


def _truss(w, config, model, **files):
    """A Truss directory."""
    directory = w.file()
    texts = {"config.yaml": config, "model/model.py": model, **files}
    for name, text in texts.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text))
    (directory / "model" / "__init__.py").touch()
    return directory


def _whole(w, name, version):
    files = {"packages/harbour/__init__.py": "def name(): return 'harbour'\n", "data/word.txt": "quay\n"}
    return _truss(w, CONFIG.format(name=name, version=version), MODEL, **files)


def _push(w, directory, *options):
    """Waits for the end of the build and the start; whether it went well, and what was made."""
    command = [ROOT / "slipway", "push", directory, "--server", w.server.management, "--wait", *options]
    environment = {**os.environ, "SLIPWAY_API_KEY": w.server.key}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=BUILD_SECONDS
    )
    return done.returncode == 0, done.stdout + done.stderr


def _newest(w, name):
    """The model of this name, and its newest deployment."""
    model = w.api.get_models(params=m.GetModelsParams(name=name)).models[0].id
    every = w.api.get_models_deployments(model_id=model).deployments
    return model, max(every, key=lambda each: each.created_at).id


def _pushed(w, name, directory, *options):
    good, said = _push(w, directory, "--name", name, *options)
    assert good, said
    return _newest(w, name)


def _secret(w):
    w.api.post_secrets(request=m.UpsertSecretRequest(name="compat-token", value="told nobody"))


def _logs(w, model, deployment):
    """The build's lines are many: the newest are not all."""
    lines = w.api.get_models_deployments_logs(
        model_id=model,
        deployment_id=deployment,
        params=m.GetModelsDeploymentsLogsParams(direction="asc", limit=1000),
    ).logs
    return [line.message for line in lines]


def _call(w, model, body, **options):
    url = f"{w.server.inference}/model/{model}/environments/production/predict"
    return httpx.post(url, json=body, headers={"Authorization": f"Api-Key {w.server.key}"}, **options)


def a_truss_is_built_and_predicts_streams_and_says_its_mistakes(w):
    _secret(w)
    name = w.name("truss")
    model, deployment = _pushed(w, name, _whole(w, name, "1"))
    client = w.inference(model)
    equal(
        client.predict(env_name="production", request={"say": "a"}).root,
        {
            "version": "1",
            "asked": "a",
            "word": "quay",
            "package": "harbour",
            "requirement": "12,345",
            "secret": "told nobody",
            "environment": {"name": "production"},
            "told": {"name": "production"},
        },
    )
    url = f"{w.server.inference}/model/{model}/environments/production/predict"
    came = []
    key = {"Authorization": f"Api-Key {w.server.key}"}
    with httpx.stream("POST", url, json={"stream": True}, headers=key) as answer:
        for chunk in answer.iter_raw():
            came.append((chunk, time.monotonic()))
    equal([chunk for chunk, _ in came], [b"part 0\n", b"part 1\n", b"part 2\n"])
    assert came[2][1] - came[0][1] > 0.3, "the parts came together"
    failed = _call(w, model, {"fail": True})
    equal(failed.status_code, 500)
    equal(
        (failed.headers["x-baseten-error-source"], failed.headers["x-baseten-error-code"]),
        ("04", "600"),
    )
    asked = client.async_predict(
        env_name="production", request=i.AsyncPredictRequest(model_input={"say": "later"})
    )
    w.until(
        lambda: client.get_async_request_status(request_id=asked.request_id),
        lambda seen: seen.status == "SUCCEEDED",
    )
    lines = _logs(w, model, deployment)
    for ignored in ("system_packages: not installed", "resources.accelerator: no GPU is reserved"):
        assert any(ignored in line for line in lines), f"not said: {ignored}"
    assert not any("told nobody" in line for line in lines), "a secret is in the log"


def another_version_shares_the_environment_and_several_replicas_serve(w):
    _secret(w)
    name = w.name("shared")
    model, first = _pushed(w, name, _whole(w, name, "1"))
    _, second = _pushed(w, name, _whole(w, name, "2"))
    equal(first != second, True)
    environment = [line for line in _logs(w, model, second) if "the environment py311-" in line]
    assert any("is there already" in line for line in environment), environment
    settings = m.UpdateAutoscalingSettings(min_replica=2, max_replica=2)
    w.api.patch_models_deployments_autoscaling_settings(
        model_id=model, deployment_id=first, request=settings
    )
    w.until(
        lambda: w.deployment(model, first), lambda seen: seen.active_replica_count == 2
    )
    replicas = {_call(w, model, {"say": n}).headers["x-slipway-replica"] for n in range(20)}
    equal(len(replicas), 2)
    w.api.post_models_environments_promote(
        model_id=model,
        env_name="production",
        request=m.PromoteToEnvironmentRequest(deployment_id=second),
    )
    w.until_current(model, second)
    equal(_call(w, model, {"say": "b"}).json()["version"], "2")
    # It was started before it belonged to an environment: it is told, as on the service.
    deadline = time.monotonic() + LEARNS_SECONDS
    told = None
    while told is None and time.monotonic() < deadline:
        time.sleep(1)
        told = _call(w, model, {"say": "c"}).json()["told"]
    equal(told, {"name": "production"})


def a_requirement_that_does_not_exist_fails_the_build(w):
    name = w.name("unbuilt")
    config = f"""
        model_name: {name}
        python_version: py311
        requirements: ["humanize==0.0.0.404"]
    """
    good, said = _push(w, _truss(w, config, MODEL), "--name", name)
    equal(good, False)
    has(said, "BUILD_FAILED")
    model, deployment = _newest(w, name)
    equal(w.deployment(model, deployment).status, "BUILD_FAILED")
    lines = _logs(w, model, deployment)
    assert any("No matching distribution found for humanize==0.0.0.404" in x for x in lines), lines


def an_exception_in_load_fails_the_deployment(w):
    name = w.name("unloaded")
    broken = """
        class Model:
            def load(self):
                raise RuntimeError("no weights at this quay")

            def predict(self, request):
                return request
    """
    good, said = _push(w, _truss(w, PLAIN.format(name=name), broken), "--name", name)
    equal(good, False)
    has(said, "DEPLOY_FAILED")
    model, deployment = _newest(w, name)
    lines = _logs(w, model, deployment)
    assert any("RuntimeError: no weights at this quay" in line for line in lines), lines


def a_config_that_truss_refuses_fails_the_build_with_its_words(w):
    name = w.name("refused")
    config = f"model_name: {name}\npython_version: py27\n"
    good, said = _push(w, _truss(w, config, MODEL), "--name", name)
    equal(good, False)
    has(said, "python_version")


def a_websocket_goes_to_trusss_own_path(w):
    name = w.name("socket")
    model, _ = _pushed(w, name, _truss(w, PLAIN.format(name=name), WEBSOCKET))
    address = w.server.inference.replace("http", "ws", 1)
    url = f"{address}/model/{model}/environments/production/websocket"
    key = {"Authorization": f"Api-Key {w.server.key}"}
    with connect(url, additional_headers=key) as socket:
        for word in ("ahoy", "again"):
            socket.send(word)
            equal(socket.recv(), f"heard {word}")


def a_truss_without_an_archive_is_refused(w):
    source = {"kind": "model_archive", "name": w.name("bare"), "deployment": {"config": {"model_name": "bare"}}}
    answer = httpx.post(
        f"{w.server.management}/v1/models",
        content=json.dumps({"source": source}),
        headers={"Authorization": f"Api-Key {w.server.key}", "Content-Type": "application/json"},
    )
    equal(answer.status_code, 400)
    has(answer.json()["message"], "model/model.py")


def the_example_of_this_repository_is_a_truss_of_two_versions(w):
    name = w.name("reviews")
    examples = ROOT / "examples" / "reviews"
    model, first = _pushed(w, name, examples / "v1")
    _, second = _pushed(w, name, examples / "v2")
    for deployment, version, environment in ((first, "v1", "production"), (second, "v2", None)):
        answer = w.inference(model).predict_deployment(
            deployment_id=deployment, request={"text": "a warm welcome and good tea"}
        )
        equal((answer.root["label"], answer.root["version"]), ("kind", version))
        equal(answer.root["environment"], environment)
