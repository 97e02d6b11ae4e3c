package dev.slipway.gateway.connection;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log what is wrong with the answers of one replica: the first fault at once, and then
/// at most one line a minute, with the number of those that it stands for.
final class ReplicaFaults {
  static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(ReplicaFaults.class);

  private final String deploymentId;
  private final String replicaId;
  private boolean told;
  private long toldAt;
  private long untold;

  ReplicaFaults(String deploymentId, String replicaId) {
    this.deploymentId = deploymentId;
    this.replicaId = replicaId;
  }

  /// @param what the replica did, as in: sent 3 bytes more than its Content-Length
  /// @param now on the lane's coarse clock
  void add(String what, long now) {
    if (told && now - toldAt < BETWEEN_LINES.toNanos()) {
      untold++;
      return;
    }
    LOG.atWarn()
        .addKeyValue("deploymentId", deploymentId)
        .addKeyValue("replicaId", replicaId)
        .addKeyValue("cause", what)
        .addKeyValue("others", untold)
        .log("the model breaks HTTP; its connection is closed and not used again");
    told = true;
    toldAt = now;
    untold = 0;
  }
}
