"""Fuzzes both ports of the built server with schemathesis, and asks whether it still works.

    suite.py [--seed N] [--examples N] [--minutes N] [--only management|inference] [ARGUMENT ...]

ARGUMENTs are handed to schemathesis. See fuzz/run.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMPAT = HERE.parent / "compat"
sys.path.append(str(COMPAT))

from api import Api  # noqa: E402
from fleet import Fleet, create, push, until_active  # noqa: E402
from server import Server  # noqa: E402
from waiting import until  # noqa: E402

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
PARTS = ("management", "inference", "regional")


def configuration(server, fleet, headers):
    """The checked-in configuration, with what is known of this server only."""
    text = [(HERE / "schemathesis.toml").read_text(), "[headers]"]
    text += [f'{name} = "{value}"' for name, value in headers.items()]
    values = json.dumps(fleet.deployments)
    text.append(f"[dictionaries.deployments]\nvalues = {values}\n")
    text.append("[parameters]")
    text.append('"body.deployment_id" = { dictionary = "deployments", probability = 0.8 }')
    file = server.scratch / "schemathesis.toml"
    file.write_text("\n".join(text) + "\n")
    return file


def fuzz(server, fleet, part, options, more):
    """Whether schemathesis found nothing."""
    document = "/v1/spec" if part == "management" else "/v1/spec/inference"
    headers = {"Authorization": f"Api-Key {server.key}"}
    only = []
    base = server.inference
    if part == "management":
        base = server.management
    elif part == "inference":
        base += f"/model/{fleet.model}"
        only = ["--exclude-operation-id-regex", "Regional$"]
    else:  # the model and the environment in the host
        headers["Host"] = f"model-{fleet.model}-production.localhost"
        only = ["--include-operation-id-regex", "Regional$"]
    command = [SCHEMATHESIS, "--config-file", configuration(server, fleet, headers), "run"]
    command += [server.management + document, "--url", base, "--no-color", *only]
    if options.seed is not None:
        command += ["--seed", str(options.seed)]
    command += ["--max-examples", str(options.examples)]
    if options.minutes:
        command += ["--max-time", str(options.minutes * 60)]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(HERE), str(COMPAT)]),
        "SCHEMATHESIS_HOOKS": "hooks",
        "FUZZ_MANAGEMENT": server.management,
        "FUZZ_KEY": server.key,
        "FUZZ_WORDS": json.dumps(fleet.words()),
    }
    return subprocess.run(command + more, cwd=server.scratch, env=environment).returncode == 0


def survived(management, inference):
    """A new model is served, promoted and cancelled as before the fuzzing."""
    model, first = create(management)
    until_active(management, model, first)
    production = f"/v1/models/{model}/environments/production"
    current = lambda e: (e["current_deployment"] or {}).get("id") == first
    until(lambda: management("GET", production), current)
    second = push(management, model)
    until_active(management, model, second)
    slowly = {"ramp_up_while_promoting": True, "ramp_up_duration_seconds": 3600}
    management("PATCH", production, {"promotion_settings": slowly})
    management("POST", production + "/promote", {"deployment_id": second})
    answer = management("POST", production + "/cancel_promotion", {})
    assert answer["status"] == "CANCELED", answer
    asked = {"hello": "world"}
    answer = inference("POST", f"/model/{model}/environments/production/predict", asked)
    assert answer["method"] == "POST" and answer["bytes"] > 0, answer
    management("DELETE", f"/v1/models/{model}")


def main():
    # Ends as after an error: the server is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--examples", type=int, default=20)
    parser.add_argument("--minutes", type=int)
    parser.add_argument("--only", choices=PARTS)
    options, more = parser.parse_known_args()
    failed = []
    server = Server()
    try:
        management, inference = (Api(a, server.key) for a in (server.management, server.inference))
        for part in [options.only] if options.only else PARTS:
            # The fuzzing of one part leaves little as it was.
            fleet = Fleet(management, inference)
            if not fuzz(server, fleet, part, options, more):
                failed.append(part)
            survived(management, inference)
            print(f"after fuzzing {part}: the server serves, promotes and cancels", flush=True)
        bad = [line for line in server.log().splitlines() if " ERROR " in line or "request failed" in line]
        if bad:
            failed.append("the server's log")
            print("the server logged errors:\n" + "\n".join(bad[:50]))
    finally:
        server.close()
    print("failed: " + ", ".join(failed) if failed else "passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
