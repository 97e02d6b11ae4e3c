package dev.slipway.gateway.connection;

import dev.slipway.gateway.route.Lease;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log that this server has no socket for a connection to a model: the first time at
/// once, and then at most one line a second, with the number of those that it stands for.
final class SocketShortage {
  static final Duration BETWEEN_LINES = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(SocketShortage.class);

  private boolean told;
  private long toldAt;
  private long untold;

  /// @param now on the lane's coarse clock
  void add(Lease lease, Throwable why, long now) {
    if (told && now - toldAt < BETWEEN_LINES.toNanos()) {
      untold++;
      return;
    }
    LOG.atWarn()
        .addKeyValue("deploymentId", lease.deployment().id())
        .addKeyValue("replicaId", lease.endpoint().replicaId())
        .addKeyValue("cause", why.getMessage())
        .addKeyValue("others", untold)
        .log("this server has no socket for a connection to the model; the client gets 503");
    told = true;
    toldAt = now;
    untold = 0;
  }
}
