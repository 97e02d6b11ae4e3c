package dev.slipway.gateway;

import io.vertx.core.transport.Transport;

/// A transport that a test's row runs on, under the name that the row then has.
///
/// Where the machine has no io_uring, its rows run on the native transport and say so; where
/// `SLIPWAY_REQUIRE_IO_URING` is set, as `.ci/run` does if the kernel gives out a ring, they fail.
record TestTransport(String name, Transport transport) {
  static final String REQUIRED = "SLIPWAY_REQUIRE_IO_URING";

  static TestTransport nativeOne() {
    Transport best = Transport.nativeTransport();
    return new TestTransport(best.name(), best);
  }

  /// The one whose writes leave later than epoll's.
  static TestTransport ioUring() {
    return ioUring(Transport.IO_URING, System.getenv(REQUIRED) != null);
  }

  static TestTransport ioUring(Transport ring, boolean required) {
    if (ring.available()) {
      return new TestTransport(ring.name(), ring);
    }
    if (required) {
      throw new AssertionError(
          REQUIRED + " is set, and io_uring is not available", ring.unavailabilityCause());
    }
    TestTransport instead = nativeOne();
    return new TestTransport(
        "%s, as io_uring is not there".formatted(instead.name()), instead.transport());
  }

  @Override
  public String toString() {
    return name;
  }
}
