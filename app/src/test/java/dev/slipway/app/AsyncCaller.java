package dev.slipway.app;

import static dev.slipway.app.Manager.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.Await;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Asks for predictions of one model without waiting for them.
///
/// @param port speaks to the inference port
record AsyncCaller(Manager port, String model) {

  /// @return the request's id
  String predict(String mode, @Nullable String webhook) {
    var body = json("model_input", json("mode", mode));
    if (webhook != null) {
      body.put("webhook_endpoint", webhook);
    }
    var reply = port.post(path("/environments/production/async_predict"), body);
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(201);
    return reply.body().requiredAt("/request_id").stringValue();
  }

  JsonNode request(String id) {
    return port.get(path("/async_request/" + id)).ok();
  }

  String status(String id) {
    return request(id).requiredAt("/status").stringValue();
  }

  JsonNode cancel(String id) {
    return port.delete(path("/async_request/" + id)).ok();
  }

  JsonNode queue() {
    return port.get(path("/environments/production/async_queue_status")).ok();
  }

  void awaitStatus(String id, String status) {
    Await.until(() -> id + " is " + request(id), () -> status(id).equals(status));
  }

  String path(String rest) {
    return "/model/" + model + rest;
  }
}
