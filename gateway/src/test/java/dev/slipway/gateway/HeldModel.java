package dev.slipway.gateway;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A model whose answers the test gives, one by one.
final class HeldModel implements Handler<HttpServerRequest> {
  private final LinkedBlockingQueue<HttpServerRequest> waiting = new LinkedBlockingQueue<>();
  private final Map<HttpServerRequest, String> bodies = new ConcurrentHashMap<>();
  private final String name;

  HeldModel(String name) {
    this.name = name;
  }

  @Override
  public void handle(HttpServerRequest request) {
    request
        .body()
        .onSuccess(body -> {
          bodies.put(request, body.toString());
          waiting.add(request);
        });
  }

  /// The next request that has arrived.
  HttpServerRequest next() {
    try {
      var next = waiting.poll(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no request came to " + name);
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// What a request that has arrived brought.
  String body(HttpServerRequest request) {
    return bodies.getOrDefault(request, "");
  }

  void answer(HttpServerRequest request) {
    request.response().end(name);
  }

  int arrived() {
    return waiting.size();
  }
}
