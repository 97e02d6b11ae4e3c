package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A row that bears a transport's name runs on that transport.
class TestTransportTest {
  private static final Transport MISSING =
      new Transport() {
        @Override
        public String name() {
          return "io_uring";
        }

        @Override
        public boolean available() {
          return false;
        }

        @Override
        public Throwable unavailabilityCause() {
          return new UnsupportedOperationException("forbidden here");
        }

        @Override
        public io.vertx.core.spi.transport.Transport implementation() {
          throw new UnsupportedOperationException("forbidden here");
        }
      };

  static Stream<TestTransport> transports() {
    return Stream.of(TestTransport.nativeOne(), TestTransport.ioUring());
  }

  @ParameterizedTest
  @MethodSource("transports")
  void theGatewayRunsOnWhatTheRowIsNamedAfter(TestTransport row) {
    try (var rig = new Rig(new TestSettings(), InstantSource.system(), row.transport())) {
      var running = ((VertxInternal) rig.vertx).transport();
      System.out.printf("gateway tests run on %s (%s)%n", row, running.getClass().getSimpleName());
      assertThat(running).hasSameClassAs(row.transport().implementation());
      if (row.name().equals("io_uring")) {
        assertThat(running.getClass().getSimpleName()).containsIgnoringCase("uring");
      }
    }
  }

  @Test
  void aRowWithoutItsTransportIsNamedByWhatRan() {
    var row = TestTransport.ioUring(MISSING, false);
    assertThat(row).hasToString(TestTransport.nativeOne() + ", as io_uring is not there");
    assertThat(row.transport()).isSameAs(TestTransport.nativeOne().transport());
  }

  @Test
  void aRowWithoutItsTransportFailsWhereItIsRequired() {
    assertThatThrownBy(() -> TestTransport.ioUring(MISSING, true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(TestTransport.REQUIRED)
        .hasRootCauseMessage("forbidden here");
  }
}
