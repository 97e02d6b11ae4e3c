package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.app.sockets.Descriptors;
import dev.slipway.app.sockets.GuardedSockets;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportsTest {
  private static final Descriptors DESCRIPTORS = Descriptors.ofThisProcess();
  private static final VertxOptions OPTIONS = new VertxOptions().setEventLoopPoolSize(1);

  /// A kernel that has io_uring, and a machine that does not let us use it.
  ///
  /// @param available whether that shows only when it is used
  private record Forbidden(boolean available) implements Transport {
    @Override
    public String name() {
      return "io_uring";
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
      return available ? null : new UnsupportedOperationException("Operation not permitted");
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
      throw new IllegalStateException("failed to create a ring: Cannot allocate memory");
    }
  }

  private static String carrier(Vertx vertx) {
    try {
      var guarded = (GuardedSockets) ((VertxInternal) vertx).transport();
      return guarded.carrier().getClass().getSimpleName();
    } finally {
      vertx.close().await();
    }
  }

  private static String carrier(Transport transport) {
    return transport.implementation().getClass().getSimpleName();
  }

  private static Transport fallback() {
    var system = Transport.nativeTransport();
    return system == null ? Transport.NIO : system;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anythingElseIsUsedWhereTheRingIsForbidden(boolean available) {
    var opened = Transports.open(null, OPTIONS, DESCRIPTORS, new Forbidden(available));
    assertThat(carrier(opened)).isEqualTo(carrier(fallback()));
  }

  @Test
  void theRingIsUsedWhereItWorks() {
    var best = Transport.IO_URING.available() ? Transport.IO_URING : fallback();
    assertThat(carrier(Transports.open(null, OPTIONS, DESCRIPTORS))).isEqualTo(carrier(best));
    assertThat(carrier(Transports.open("", OPTIONS, DESCRIPTORS))).isEqualTo(carrier(best));
  }

  @Test
  void whatIsAskedForIsUsed() {
    assertThat(carrier(Transports.open("nio", OPTIONS, DESCRIPTORS)))
        .isEqualTo(carrier(Transport.NIO));
  }

  @Test
  void whatIsAskedForAndNotThereIsRefused() {
    assertThatThrownBy(
            () -> Transports.open("io_uring", OPTIONS, DESCRIPTORS, new Forbidden(false)))
        .isInstanceOf(StartFailure.class)
        .hasMessageStartingWith("SLIPWAY_TRANSPORT: io_uring is not available on this machine");
  }

  @Test
  void whatIsNotKnownIsRefusedWithWhatIs() {
    assertThatThrownBy(() -> Transports.open("carrier-pigeon", OPTIONS, DESCRIPTORS))
        .isInstanceOf(StartFailure.class)
        .hasMessage(
            "SLIPWAY_TRANSPORT: carrier-pigeon (expected: io_uring, epoll or nio, or leave it out)");
  }
}
