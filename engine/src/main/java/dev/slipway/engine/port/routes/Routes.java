package dev.slipway.engine.port.routes;

import dev.slipway.engine.port.runtime.ReplicaTraffic;
import java.time.Duration;
import java.util.function.Consumer;

/// The port to the gateways: tables go out, confirmations come back.
public interface Routes extends ReplicaTraffic {

  /// Puts `table` in use for every request that is picked from now on. A table whose revision is
  /// not newer than the one in use is ignored.
  void apply(RouteTable table);

  /// Puts `keys` in use.
  void apply(KeyRing keys);

  /// Waits until every live gateway is quiescent at `revision`: that table or a newer one is in
  /// use, and no request that was picked under an older one still waits to be sent.
  ///
  /// @return false where `timeout` passed first
  boolean awaitQuiescent(long revision, Duration timeout);

  /// From now on calls `listener` with the id of a deployment without replicas that is asked for,
  /// once until it has some. It must not block. A hint: [GatewayStats#demand] says the same.
  void onDemand(Consumer<String> listener);
}
