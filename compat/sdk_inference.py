"""Predictions and asynchronous requests through the inference client."""

import asyncio
import concurrent.futures

from baseten.client import inferenceapi as i
from baseten.client import managementapi as m
from checks import equal, has

MANY = 200
AT_ONCE = 16  # threads of the sync client; the async one sends all at once


def every_address_of_a_model_predicts(w):
    model, deployment = w.serving("1")
    for client in (
        w.inference(model),
        w.inference_by_host(f"model-{model}.api.example.com"),
    ):
        for answer in (
            client.predict(env_name="production", request={"say": "a"}),
            client.predict_production(request={"say": "a"}),
            client.predict_deployment(deployment_id=deployment, request={"say": "a"}),
        ):
            equal(answer.root, {"version": "1", "asked": {"say": "a"}})
    regional = w.inference_by_host(f"model-{model}-production.api.example.com")
    equal(regional.predict_regional(request={"say": "b"}).root["asked"], {"say": "b"})
    regional.wake_regional()
    equal(regional.get_async_queue_status_regional().num_queued_requests, 0)


def a_development_deployment_predicts(w):
    made = w.create("7", is_development=True)
    w.until_status(made.model.id, made.deployment.id, "ACTIVE")
    client = w.inference(made.model.id)
    equal(client.predict_development(request={}).root["version"], "7")
    client.wake_development()
    asked = client.async_predict_development(request=i.AsyncPredictRequest(model_input={}))
    until_ended(w, client, asked.request_id, "SUCCEEDED")
    equal(client.get_async_queue_status_development().deployment_id, made.deployment.id)
    with_raw = client.predict_development_raw(request={}, accept="application/json")
    has(b"".join(w.chunks(with_raw)), b'"version": "7"')


def a_stream_arrives_while_the_model_still_writes(w):
    model, deployment = w.serving()
    client = w.inference(model)
    regional = w.inference_by_host(f"model-{model}-production.api.example.com")
    accept = "application/octet-stream"
    for call in (
        lambda ask: client.predict_raw(env_name="production", request=ask, accept=accept),
        lambda ask: client.predict_production_raw(request=ask, accept=accept),
        lambda ask: client.predict_deployment_raw(
            deployment_id=deployment, request=ask, accept=accept),
        lambda ask: regional.predict_regional_raw(request=ask, accept=accept),
    ):
        hold = w.file()
        response = call({"stream": ["one ", "two ", "three"], "hold": str(hold)})
        equal(response.headers["content-type"], "text/event-stream")
        chunks = w.chunks(response)
        equal(next(chunks), b"one ")
        hold.touch()
        equal(b"".join(chunks), b"two three")


def errors_of_a_model_and_of_the_gateway_are_told_apart(w):
    model, deployment = w.serving()
    client = w.inference(model)
    error = raised(i.ResponseError, lambda: client.predict_production(request={"fail": True}))
    equal(error.status_code, 500)
    has(error.body, "the model failed, as asked")
    stranger = w.inference(model, key="wrong.key")
    error = raised(i.ResponseErrorResponse, lambda: stranger.predict_production(request={}))
    equal((error.status_code, error.error_response.error_code), (401, "unauthorized"))
    error = raised(i.ResponseError, lambda: client.predict(env_name="nowhere", request={}))
    equal(error.status_code, 404)
    nobody = w.inference("zzzzzzz")
    error = raised(i.ResponseError, lambda: nobody.predict_production(request={}))
    equal(error.status_code, 404)
    w.api.post_models_deployments_deactivate(model_id=model, deployment_id=deployment)
    error = raised(i.ResponseError, lambda: client.predict_production(request={}))
    equal(error.status_code, 404)
    building = w.push(model, "2", command="sleep 600").id
    error = raised(i.ResponseErrorResponse, lambda: client.predict_deployment(
        deployment_id=building, request={}))
    equal((error.status_code, error.error_response.error_code), (400, "model_not_ready"))


def asynchronous_requests_are_queued_cancelled_and_done(w):
    model, deployment = w.serving(concurrency=1)
    client = w.inference(model)
    hold = w.file()
    first = client.async_predict(env_name="production", request=i.AsyncPredictRequest(
        model_input={"hold": str(hold)}, priority=1,
        inference_retry_config=i.InferenceRetryConfig(max_attempts=1))).request_id
    seen = w.until(lambda: client.get_async_request_status(request_id=first),
                   lambda x: x.status == "IN_PROGRESS")
    equal((seen.model_id, seen.deployment_id, seen.webhook_status),
          (model, deployment, "NO_WEBHOOK_PROVIDED"))
    second = client.async_predict(env_name="production", request=i.AsyncPredictRequest(
        model_input={})).request_id
    queue = client.get_async_queue_status(env_name="production")
    equal((queue.model_id, queue.num_queued_requests, queue.num_in_progress_requests),
          (model, 1, 1))
    equal(client.cancel_async_request(request_id=second).canceled, True)
    equal(client.get_async_request_status(request_id=second).status, "CANCELED")
    equal(client.cancel_async_request(request_id=first).canceled, False)
    hold.touch()
    until_ended(w, client, first, "SUCCEEDED")


def asynchronous_requests_take_every_address(w):
    model, deployment = w.serving()
    client = w.inference(model)
    regional = w.inference_by_host(f"model-{model}-production.api.example.com")
    ask = i.AsyncPredictRequest(model_input={"say": "later"})
    for asked in (
        client.async_predict_production(request=ask),
        client.async_predict_deployment(deployment_id=deployment, request=ask),
        regional.async_predict_regional(request=ask),
    ):
        until_ended(w, client, asked.request_id, "SUCCEEDED")
    equal(client.get_async_queue_status_production().deployment_id, deployment)
    equal(client.get_async_queue_status_deployment(deployment_id=deployment).model_id, model)


def a_deployment_that_sleeps_is_woken(w):
    model, deployment = w.serving()
    client = w.inference(model)
    w.api.patch_models_deployments_autoscaling_settings(
        model_id=model, deployment_id=deployment, request=m.UpdateAutoscalingSettings(
            min_replica=0, autoscaling_window=10, scale_down_delay=0))
    w.until_status(model, deployment, "SCALED_TO_ZERO")
    client.wake(env_name="production")
    w.until_status(model, deployment, "ACTIVE")
    client.wake_production()
    client.wake_deployment(deployment_id=deployment)
    w.until_status(model, deployment, "SCALED_TO_ZERO")
    equal(client.predict_production(request={"say": "awake"}).root["asked"], {"say": "awake"})


def many_predictions_at_once_are_each_answered(w):
    model, _ = w.serving()
    api = w.inference(model).unrecorded
    if w.style == "sync":
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as threads:
            answers = list(threads.map(
                lambda n: api.predict_production(request={"say": n}), range(MANY)))
    else:

        async def all_of_them():
            return await asyncio.gather(
                *(api.predict_production(request={"say": n}) for n in range(MANY)))

        answers = w.wait_for(all_of_them())
    equal([x.root["asked"]["say"] for x in answers], list(range(MANY)))


def until_ended(w, client, request, status):
    return w.until(lambda: client.get_async_request_status(request_id=request),
                   lambda seen: seen.status == status)


def raised(kind, call):
    try:
        call()
    except kind as error:
        return error
    raise AssertionError(f"was accepted (expected: {kind.__name__})")
