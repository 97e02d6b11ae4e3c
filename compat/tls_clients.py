"""Clients against a server that speaks TLS on both ports, with an authority that only they are told of."""

import concurrent.futures
import contextlib
import json
import os
import socket
import ssl
import subprocess
import threading
from urllib.parse import urlparse

import httpx
from authority import DOMAIN
from baseten.client import InferenceClient, ManagementClient
from baseten.client import managementapi as m
from checks import equal, has
from server import ROOT

AT_ONCE = 4  # threads that ask while the certificate is replaced
COMMAND_SECONDS = 60
TRUST = "SSL_CERT_FILE"  # where the Python SDK's HTTP library looks


def a_model_is_pushed_served_promoted_and_cancelled(w):
    model, first = w.serving("1")
    second = w.pushed(model, "2")
    production = {"model_id": model, "env_name": "production"}
    slowly = m.UpdateModelPromotionSettings(
        ramp_up_while_promoting=True, ramp_up_duration_seconds=3600)
    request = m.UpdateEnvironmentRequest(promotion_settings=slowly)
    w.api.patch_models_environments(request=request, **production)
    promotion = m.PromoteToEnvironmentRequest(deployment_id=second)
    w.api.post_models_environments_promote(request=promotion, **production)
    equal(w.api.post_models_environments_cancel_promotion(**production).status, "CANCELED")
    client = w.inference(model)
    equal(client.predict_production(request={}).root["version"], "1")
    regional = w.inference_by_host(f"model-{model}-production.api.{DOMAIN}")
    equal(regional.predict_regional(request={"say": "b"}).root["asked"], {"say": "b"})
    equal(w.environment(model).current_deployment.id, first)


def a_stream_arrives_while_the_model_still_writes(w):
    model, _ = w.serving()
    hold = w.file()
    response = w.inference(model).predict_production_raw(
        request={"stream": ["one ", "two"], "hold": str(hold)}, accept="application/octet-stream")
    chunks = w.chunks(response)
    equal(next(chunks), b"one ")
    hold.touch()
    equal(b"".join(chunks), b"two")


def a_client_that_was_not_told_of_the_authority_sends_nothing(w):
    told = os.environ.pop(TRUST)
    try:
        stranger = w.management(w.server.key)
    finally:
        os.environ[TRUST] = told
    try:
        stranger.get_models()
    except httpx.ConnectError as error:
        has(str(error), "CERTIFICATE_VERIFY_FAILED")
    else:
        raise AssertionError("it spoke to a server that it does not trust")


def _curl(w, *arguments):
    command = ["curl", "-sS", "--cacert", w.server.authority.file]
    command += ["-H", f"Authorization: Api-Key {w.server.key}"]
    return subprocess.run(
        [*command, *arguments],
        capture_output=True, text=True, timeout=COMMAND_SECONDS, check=False)


def curl_reaches_both_ports_by_the_names_that_https_only_clients_make_up(w):
    """They know a domain only: https://api.DOMAIN, and https://model-ID.api.DOMAIN for each model."""
    model, _ = w.serving()
    port = urlparse(w.server.management).port
    for version in ("--tlsv1.2", "--tlsv1.3"):
        got = _curl(w, version, "--resolve", f"api.{DOMAIN}:{port}:127.0.0.1",
                    f"https://api.{DOMAIN}:{port}/v1/models/{model}")
        equal(json.loads(got.stdout)["id"], model)
    port = urlparse(w.server.inference).port
    host = f"model-{model}.api.{DOMAIN}"
    got = _curl(w, "--resolve", f"{host}:{port}:127.0.0.1", "-d", '{"say": "c"}',
                f"https://{host}:{port}/production/predict")
    equal(json.loads(got.stdout), {"version": "1", "asked": {"say": "c"}})


def curl_gets_no_answer_without_tls(w):
    for address in (w.server.management, w.server.inference):
        got = _curl(w, address.replace("https://", "http://") + "/v1/models")
        assert got.returncode != 0, got.stdout


def _slipway(w, *arguments, **environment):
    given = {"SLIPWAY_URL": w.server.management, "SLIPWAY_INFERENCE_URL": w.server.inference,
             "SLIPWAY_API_KEY": w.server.key, **environment}
    return subprocess.run(
        [ROOT / "slipway", *arguments], env=os.environ | given, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=COMMAND_SECONDS, check=False)


def our_own_command_works_with_cacert_and_not_without(w):
    model, deployment = w.serving()
    trust = str(w.server.authority.file)
    has(_slipway(w, "models", "--cacert", trust).stdout, model)
    said = _slipway(w, "predict", model, "-d", '{"say": "d"}', SLIPWAY_CACERT=trust)
    equal(json.loads(said.stdout), {"version": "1", "asked": {"say": "d"}})
    has(_slipway(w, "logs", model, deployment, SLIPWAY_CACERT=trust).stdout, "was asked d")
    refused = _slipway(w, "models")
    equal(refused.returncode, 7)
    has(refused.stderr, "--cacert")


def _shown(address, authority):
    """The serial number of the certificate that a new connection is shown."""
    there = urlparse(address)
    trust = ssl.create_default_context(cafile=authority.file)
    with socket.create_connection((there.hostname, there.port)) as plain:
        with trust.wrap_socket(plain, server_hostname=there.hostname) as secure:
            return int(secure.getpeercert()["serialNumber"], 16)


def no_request_fails_while_the_certificate_is_replaced(w):
    model, _ = w.serving()
    server, stop = w.server, threading.Event()
    asked = [0]

    def standing():
        """One connection of each client, kept."""
        address = f"{server.inference}/model/{model}"
        with contextlib.ExitStack() as clients:
            api = clients.enter_context(
                ManagementClient(api_key=server.key, base_url_override=server.management)).api
            inference = clients.enter_context(
                InferenceClient(api_key=server.key, base_url_override=address)).api
            while not stop.is_set():
                api.get_models()
                equal(inference.predict_production(request={"n": 1}).root["version"], "1")
                asked[0] += 2

    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as threads:
        running = [threads.submit(standing) for _ in range(AT_ONCE)]
        try:
            for kind in ("rsa", "ec"):
                serial = server.authority.issue(kind)
                for address in (server.management, server.inference):
                    # Meanwhile new connections come, too.
                    w.until(lambda: (w.management(server.key).get_models(),
                                     w.inference(model).predict_production(request={}),
                                     _shown(address, server.authority))[2],
                            lambda seen, serial=serial: seen == serial)
        finally:
            stop.set()
        for thread in running:
            thread.result()
    assert asked[0] > 100, f"only {asked[0]} requests were sent meanwhile"
