package dev.slipway.app.sockets;

import io.vertx.core.transport.Transport;
import org.jspecify.annotations.Nullable;

/// A transport whose servers accept connections through an [AcceptGuard].
public record GuardedTransport(Transport carrier, Descriptors descriptors) implements Transport {
  @Override
  public String name() {
    return carrier.name();
  }

  @Override
  public boolean available() {
    return carrier.available();
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return carrier.unavailabilityCause();
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return new GuardedSockets(carrier.implementation(), descriptors);
  }
}
