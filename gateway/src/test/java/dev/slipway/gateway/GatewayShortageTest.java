package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.vertx.core.transport.Transport;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A server that has no sockets left for connections to models.
class GatewayShortageTest {
  private final AtomicBoolean none = new AtomicBoolean();

  @Test
  void theClientIsToTryAgainAndNoReplicaIsBlamed() {
    try (var rig = new Rig(new TestSettings(), InstantSource.system(), new Scarce(none))) {
      var model =
          rig.serve(request -> request.response().putHeader("connection", "close").end("v1"));
      rig.with(Rig.target("d1", Rig.endpoint("r1", model), Rig.endpoint("r2", model)))
          .production(new Split.Whole("d1"))
          .apply();
      assertThat(rig.predict("{}").body()).isEqualTo("v1");
      none.set(true);
      for (int i = 0; i < 5; i++) {
        var answer = rig.predict("{}");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.body()).contains("no file descriptor left for a connection to the model");
      }
      none.set(false);
      assertThat(rig.predict("{}").body()).isEqualTo("v1");
      assertThat(rig.served("d1").lost()).isZero();
      assertThat(rig.gateway.inFlight("r1") + rig.gateway.inFlight("r2")).isZero();
    }
  }

  /// The system's own transport, which can open sockets unless there are `none`.
  private record Scarce(AtomicBoolean none) implements Transport {
    private static Transport carrier() {
      var own = Transport.nativeTransport();
      return own == null ? Transport.NIO : own;
    }

    @Override
    public String name() {
      return carrier().name();
    }

    @Override
    public boolean available() {
      return true;
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
      return null;
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
      var carrier = carrier().implementation();
      return (io.vertx.core.spi.transport.Transport)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {io.vertx.core.spi.transport.Transport.class},
              (_, method, arguments) -> {
                var result = method.invoke(carrier, arguments);
                return method.getName().equals("channelFactory")
                    ? scarce((ChannelFactory<?>) result)
                    : result;
              });
    }

    private ChannelFactory<Channel> scarce(ChannelFactory<?> plenty) {
      return () -> {
        if (none.get()) {
          throw new ChannelException("socket(..) failed: Too many open files");
        }
        return plenty.newChannel();
      };
    }
  }
}
