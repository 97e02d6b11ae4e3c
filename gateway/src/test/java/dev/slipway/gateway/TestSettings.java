package dev.slipway.gateway;

import dev.slipway.gateway.settings.ProxyLimits;
import dev.slipway.gateway.settings.ProxyTimeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The settings of a gateway under test: the defaults on a free port, with two lanes, and what the
/// test changes.
final class TestSettings {
  private int port;
  private int lanes = 2;
  private @Nullable GatewayTls tls;
  private long bodyBytes = ProxyLimits.DEFAULT.bodyBytes();
  private int queuedPerDeployment = ProxyLimits.DEFAULT.queuedPerDeployment();
  private Duration connect = ProxyTimeouts.DEFAULT.connect();
  private Duration answer = ProxyTimeouts.DEFAULT.answer();
  private Duration queue = ProxyTimeouts.DEFAULT.queue();
  private Duration drain = GatewaySettings.DEFAULT_DRAIN;

  TestSettings port(int number) {
    port = number;
    return this;
  }

  TestSettings lanes(int count) {
    lanes = count;
    return this;
  }

  TestSettings tls(GatewayTls shown) {
    tls = shown;
    return this;
  }

  TestSettings bodyBytes(long limit) {
    bodyBytes = limit;
    return this;
  }

  TestSettings queuedPerDeployment(int limit) {
    queuedPerDeployment = limit;
    return this;
  }

  TestSettings connect(Duration time) {
    connect = time;
    return this;
  }

  TestSettings answer(Duration time) {
    answer = time;
    return this;
  }

  TestSettings queue(Duration time) {
    queue = time;
    return this;
  }

  TestSettings drain(Duration time) {
    drain = time;
    return this;
  }

  GatewaySettings build() {
    var limits = ProxyLimits.DEFAULT;
    var timeouts = ProxyTimeouts.DEFAULT;
    return new GatewaySettings(
        GatewaySettings.DEFAULT_HOST,
        port,
        tls,
        lanes,
        new ProxyLimits(
            bodyBytes,
            limits.bufferedBodyBytes(),
            queuedPerDeployment,
            limits.headBytes(),
            limits.pathBytes(),
            limits.idlePerReplica(),
            limits.clientsPerLane()),
        new ProxyTimeouts(
            connect,
            answer,
            timeouts.idle(),
            queue,
            timeouts.clientIdle(),
            timeouts.replicaIdle(),
            timeouts.tunnelIdle()),
        drain);
  }
}
