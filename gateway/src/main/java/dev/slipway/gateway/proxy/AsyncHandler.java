package dev.slipway.gateway.proxy;

import dev.slipway.gateway.route.Address;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/// The asynchronous half of the inference port, as the lanes see it.
public interface AsyncHandler {
  /// The id of the asynchronous request that `request` carries to a model; null: a client sent it.
  @Nullable String idOf(HttpServerRequest request);

  /// Answers an exchange on an asynchronous path whose caller may invoke the model, and whose
  /// method fits.
  void handle(ProxyExchange exchange, Address to);
}
