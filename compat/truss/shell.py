"""What a test is handed: the truss command in an environment of its own, and the server."""

import json
import os
import subprocess
import sys
import threading
import urllib.request
import uuid
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer

import waiting
from baseten.client import ManagementClient

MANAGEMENT_PORT = 8000  # the one local address that truss knows
INFERENCE_PORT = 9090
TRUSS = Path(sys.executable).parent / "truss"
MODEL = Path(__file__).resolve().parent.parent / "model.py"
COMMAND_SECONDS = 180
BUILD_SECONDS = 900  # of a command that waits for packages to be installed
ANSWER_SECONDS = 60

CONFIG = """\
model_name: {name}
base_image:
  image: python:3.11-slim
docker_server:
  start_command: exec {python} data/server.py
  server_port: 8081
  predict_endpoint: /predict
  readiness_endpoint: /health
  liveness_endpoint: /health
environment_variables:
  VERSION: "{version}"
"""


class Trap(ThreadingTCPServer):
    """A proxy that nobody should ask for anything: what is not for this machine goes there."""

    daemon_threads = True

    def __init__(self):
        self.asked = []
        asked = self.asked

        class Handler(BaseRequestHandler):
            def handle(self):
                asked.append(self.request.recv(4096).split(b"\r\n")[0].decode("latin-1"))

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Done:
    """A command that has ended."""

    def __init__(self, command, process):
        self.command = command
        self.code = process.returncode
        self.out = process.stdout
        self.error = process.stderr

    @property
    def text(self):
        """Everything it said as one line: it breaks lines where a terminal would end."""
        return " ".join((self.out + " " + self.error).split())

    @property
    def json(self):
        return json.loads(self.out)

    def ok(self):
        assert self.code == 0, f"{self.command}\nended with {self.code}:\n{self.out}\n{self.error}"
        return self

    def failed(self, *says):
        """That it ended with an error, and said all of this."""
        assert self.code != 0, f"{self.command}\nended with 0 (expected: an error):\n{self.out}"
        assert "Traceback" not in self.text, f"{self.command}\n{self.text}"
        return self.says(*says)

    def says(self, *wanted):
        for each in wanted:
            assert each in self.text, f"{self.command}\n{self.text}\n(expected: {each})"
        return self


class Shell:
    until = staticmethod(waiting.until)

    def __init__(self, server):
        self.server = server
        self.commands = []  # what the test at hand ran
        self.trap = Trap()
        self.home = server.scratch / "home"
        settings = self.home / ".config" / "truss"
        settings.mkdir(parents=True)
        # The documented way not to ask the package index for a newer version.
        (settings / "settings.toml").write_text("[preferences]\ncheck_for_updates = false\n")
        self.sdk = ManagementClient(api_key=server.key, base_url_override=server.management)

    def close(self):
        self.sdk.close()
        self.trap.shutdown()
        self.trap.server_close()

    def asked_no_other(self):
        assert not self.trap.asked, f"asked of others: {self.trap.asked}"

    @property
    def api(self):
        """The published SDK, for what truss has no command for."""
        return self.sdk.api

    def environment(self, key=None):
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        away = {name: self.trap.url for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")}
        here = "localhost,api.localhost,127.0.0.1"
        return kept | away | {
            "HOME": str(self.home),
            "no_proxy": here,
            "NO_PROXY": here,
            "PYTHONDONTWRITEBYTECODE": "1",
            "BASETEN_TRUSS_AUTH_KEYRING_DISABLED": "1",
            "BASETEN_TRUSS_AUTH_REMOTE_URL": f"http://localhost:{MANAGEMENT_PORT}",
            "BASETEN_TRUSS_AUTH_API_KEY": key or self.server.key,
        }

    def truss(self, *arguments, environment=None, seconds=COMMAND_SECONDS):
        command = "truss " + " ".join(str(a) for a in arguments)
        self.commands.append(command.replace(str(self.server.scratch) + "/", ""))
        process = subprocess.run(
            [TRUSS, *arguments], cwd=self.home, env=environment or self.environment(),
            timeout=seconds, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            check=False)
        return Done(command, process)

    def directory(self, name, version="1", more=""):
        """A Truss directory whose server is this suite's model."""
        path = self.server.scratch / name
        (path / "data").mkdir(parents=True, exist_ok=True)
        (path / "data" / "server.py").write_bytes(MODEL.read_bytes())
        config = CONFIG.format(name=name, version=version, python=sys.executable)
        (path / "config.yaml").write_text(config + more)
        return path

    def name(self, what):
        return f"{what}-{uuid.uuid4().hex[:6]}"

    def push(self, directory, *options, seconds=COMMAND_SECONDS):
        """A push that succeeds, as its JSON."""
        return self.truss("push", directory, "--output", "json", *options, seconds=seconds).ok().json

    def call(self, url, body):
        request = urllib.request.Request(
            url, json.dumps(body).encode(),
            {"Authorization": f"Api-Key {self.server.key}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:
            return json.load(answer)

    def version(self, model, environment="production"):
        """The version that an environment of the model answers with."""
        url = f"http://localhost:{INFERENCE_PORT}/model/{model}/environments/{environment}/predict"
        return self.call(url, {})["version"]

    def environment_of(self, model, name="production"):
        return self.api.get_models_environments_env_name(model_id=model, env_name=name)

    def until_current(self, model, deployment, name="production"):
        return waiting.until_current(lambda: self.environment_of(model, name), deployment)
