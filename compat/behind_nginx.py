"""Clients of a server behind a proxy that ends TLS, and the SDK's own end-to-end tests, as they are published."""

import os
import re
import subprocess
import sys
from pathlib import Path

from checks import has
from server import ROOT

HERE = Path(__file__).resolve().parent
SECONDS = 300
OWN_TESTS = "tests/client/test_e2e.py"

CONFIG = """\
model_name: behind-a-proxy
environment_variables:
  VERSION: "1"
docker_server:
  start_command: exec python3 model.py
  server_port: 8081
  predict_endpoint: /predict
  readiness_endpoint: /health
  liveness_endpoint: /health
"""


def the_sdk_passes_its_own_end_to_end_tests(w):
    """Its source release holds them; they know a domain, https, and a model that serves."""
    source = Path(os.environ["COMPAT_SOURCE"])
    model, _ = w.serving()
    environment = os.environ | {
        "BASETEN_E2E_TEST_API_KEY": w.server.key,
        "BASETEN_E2E_TEST_DOMAIN": w.server.domain,
        "BASETEN_E2E_TEST_MODEL_ID": model,
        "SSL_CERT_FILE": str(w.server.authority.file),
        "PYTHONPATH": str(HERE),
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "made_up_names", "-p", "no:cacheprovider", "-v", OWN_TESTS],
        cwd=source, env=environment, timeout=SECONDS, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False)
    if done.returncode != 0:
        _fail(done)
    tests = len(re.findall(r"^(?:async )?def test_", (source / OWN_TESTS).read_text(), re.M))
    assert tests > 0, "it has no tests"
    has(done.stdout, f" {tests} passed in ")


def _fail(done):
    raise AssertionError(f"ended with {done.returncode}:\n{done.stdout[-4000:]}{done.stderr[-2000:]}")


def our_own_command_pushes_through_it(w):
    directory = w.server.scratch / "behind-a-proxy"
    directory.mkdir()
    (directory / "config.yaml").write_text(CONFIG)
    (directory / "model.py").write_text((HERE / "model.py").read_text())
    environment = os.environ | {
        "SLIPWAY_URL": w.server.front,
        "SLIPWAY_API_KEY": w.server.key,
        "SLIPWAY_CACERT": str(w.server.authority.file),
    }
    done = subprocess.run(
        [ROOT / "slipway", "push", directory, "--wait"], env=environment, timeout=SECONDS,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        _fail(done)
    has(done.stdout, "to production: SUCCEEDED")
