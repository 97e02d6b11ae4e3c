"""What truss pushes arrives, is served and goes where it was sent."""

import os
import re
import subprocess
import tarfile

from server import ROOT
from shell import BUILD_SECONDS, COMMAND_SECONDS, INFERENCE_PORT, TRUSS


def a_first_push_is_deployed_and_serves_production(t):
    directory = t.directory(t.name("first"))
    pushed = t.push(directory, "--wait")
    assert pushed["deployment"]["status"] == "ACTIVE", pushed
    assert pushed["deployment"]["is_development"] is False, pushed
    assert t.call(pushed["predict_url"], {"say": "hello"}) == {"version": "1", "asked": {"say": "hello"}}
    t.until_current(pushed["model_id"], pushed["model_version_id"])
    told = t.truss("predict", "--target-directory", directory, "--published", "-d", '{"say": "again"}')
    told.ok().says(pushed["model_version_id"], '"say": "again"')


def a_model_without_a_server_is_built_and_served_by_trusss_own(t):
    reviews = ROOT / "examples" / "reviews"
    first = t.push(reviews / "v1", "--wait", seconds=BUILD_SECONDS)
    assert first["deployment"]["status"] == "ACTIVE", first
    t.until_current(first["model_id"], first["model_version_id"])
    said = t.call(first["predict_url"], {"text": "a warm welcome and good tea"})
    assert (said["label"], said["version"]) == ("kind", "v1"), said
    second = t.push(reviews / "v2", "--promote", "--wait", seconds=BUILD_SECONDS)
    t.until_current(second["model_id"], second["model_version_id"])
    url = f"http://localhost:{INFERENCE_PORT}/model/{second['model_id']}/environments/production/predict"
    said = t.call(url, {"text": "bad"})
    assert (said["label"], said["version"], said["environment"]) == ("unkind", "v2", "production"), said


def without_options_a_push_does_not_wait_and_names_its_endpoint(t):
    directory = t.directory(t.name("plain"))
    said = t.truss("push", directory).ok()
    said.says("was successfully pushed", "Endpoint: http://localhost:9090/model/")


def a_second_push_is_a_further_deployment_of_the_model(t):
    name = t.name("second")
    first = t.push(t.directory(name), "--wait")
    t.until_current(first["model_id"], first["model_version_id"])
    second = t.push(t.directory(name, "2"), "--publish", "--wait", "--deployment-name", "two")
    assert second["model_id"] == first["model_id"], (first, second)
    assert second["deployment"]["name"] == "two", second
    assert t.call(second["predict_url"], {})["version"] == "2"
    assert t.version(first["model_id"]) == "1"


def a_push_with_promote_becomes_production(t):
    name = t.name("promote")
    first = t.push(t.directory(name), "--wait")
    t.until_current(first["model_id"], first["model_version_id"])
    second = t.push(t.directory(name, "2"), "--promote", "--wait")
    t.until_current(second["model_id"], second["model_version_id"])
    assert t.version(second["model_id"]) == "2"


def the_previous_deployment_keeps_running_where_that_is_asked_for(t):
    name = t.name("preserve")
    first = t.push(t.directory(name), "--wait")
    t.until_current(first["model_id"], first["model_version_id"])
    second = t.push(
        t.directory(name, "2"), "--promote", "--preserve-previous-production-deployment", "--wait")
    t.until_current(second["model_id"], second["model_version_id"])
    assert t.call(first["predict_url"], {})["version"] == "1"
    kept = t.api.get_models_deployments_deployment_id(
        model_id=first["model_id"], deployment_id=first["model_version_id"])
    assert (kept.status, kept.active_replica_count) == ("ACTIVE", 1), kept


def a_push_to_an_environment_makes_it_and_a_second_one_replaces_what_it_serves(t):
    name = t.name("staging")
    first = t.push(t.directory(name), "--environment", "staging", "--wait")
    t.until_current(first["model_id"], first["model_version_id"], "staging")
    assert t.version(first["model_id"], "staging") == "1"
    second = t.push(t.directory(name, "2"), "--environment", "staging", "--wait")
    t.until_current(second["model_id"], second["model_version_id"], "staging")
    assert t.version(second["model_id"], "staging") == "2"


def an_environment_takes_the_instance_type_of_the_config_where_it_may(t):
    name = t.name("resize")
    first = t.push(t.directory(name), "--environment", "staging", "--wait")
    assert first["deployment"]["instance_type_name"] == "1x2", first
    larger = "resources:\n  cpu: '2'\n  memory: 8Gi\n"
    second = t.push(
        t.directory(name, "2", larger), "--environment", "staging", "--no-preserve-env-instance-type", "--wait")
    t.until_current(second["model_id"], second["model_version_id"], "staging")
    assert t.environment_of(second["model_id"], "staging").instance_type.id == "2x8"


def tail_shows_the_build_while_it_waits(t):
    directory = t.directory(t.name("tail"))
    said = t.truss("push", directory, "--wait", "--tail").ok()
    said.says("build: started", "Deployment succeeded.")


def logs_of_the_model_are_shown(t):
    pushed = t.push(t.directory(t.name("logs")), "--wait")
    t.call(pushed["predict_url"], {"say": "a word"})
    told = ("model-logs", "--model-id", pushed["model_id"], "--deployment-id", pushed["model_version_id"])
    t.until(lambda: t.truss(*told).ok().text, lambda text: "was asked a word" in text)


def labels_and_the_config_to_the_letter_are_kept(t):
    directory = t.directory(t.name("labels"))
    pushed = t.push(directory, "--labels", '{"owner": "me"}', "--wait")
    assert pushed["deployment"]["labels"] == {"owner": "me"}, pushed
    told = t.truss(
        "model-config", "--model-id", pushed["model_id"], "--deployment-id", pushed["model_version_id"])
    told.ok().says(directory.name)


def an_archive_of_several_parts_arrives_whole(t):
    directory = t.directory(t.name("large"))
    content = os.urandom(20_000_000)  # boto3 sends parts of 8 MiB
    (directory / "data" / "weights.bin").write_bytes(content)
    pushed = t.push(directory, "--wait")
    back = t.server.scratch / f"{directory.name}.tar"
    t.truss(
        "download", "--model-id", pushed["model_id"], "--deployment-id", pushed["model_version_id"],
        "--out-file", back).ok()
    with tarfile.open(back) as tar:
        assert tar.extractfile("data/weights.bin").read() == content


def a_remote_of_trussrc_works_with_its_api_key(t):
    (t.home / ".trussrc").write_text(
        "[slipway]\nremote_provider = baseten\nremote_url = http://localhost:8000\n"
        f"api_key = {t.server.key}\n")
    plain = {k: v for k, v in t.environment().items() if not k.startswith("BASETEN_TRUSS_AUTH_")}
    t.truss("whoami", "--remote", "slipway", environment=plain).ok().says("owner@localhost")
    directory = t.directory(t.name("trussrc"))
    t.truss("push", directory, "--remote", "slipway", "--wait", environment=plain).ok().says(
        "Deployment succeeded.")


def the_example_of_the_guide_runs_as_it_is_written(t):
    blocks = re.findall(r"^```sh truss\n(.*?)^```$", (ROOT / "docs" / "clients.md").read_text(), re.M | re.S)
    assert len(blocks) == 1, f"{len(blocks)} blocks (expected: 1)"
    t.commands.extend(blocks[0].splitlines())
    environment = t.environment()
    environment["PATH"] = f"{TRUSS.parent}:{environment['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", blocks[0]], cwd=ROOT, env=environment,
        timeout=COMMAND_SECONDS, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{blocks[0]}\nended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    assert '"hello": "world"' in done.stdout, done.stdout
