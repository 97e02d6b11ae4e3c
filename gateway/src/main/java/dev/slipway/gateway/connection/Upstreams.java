package dev.slipway.gateway.connection;

import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import dev.slipway.gateway.route.CompiledTable;
import dev.slipway.gateway.route.Lease;
import dev.slipway.gateway.settings.ProxySettings;
import io.vertx.core.http.HttpClientAgent;
import java.util.HashMap;
import java.util.Map;

/// The connections of one lane to all replicas.
public final class Upstreams {
  private final Map<Endpoint, Upstream> upstreams = new HashMap<>();
  private final SocketShortage shortage = new SocketShortage();
  private final HttpClientAgent agent;
  private final ProxySettings settings;
  private final Deadlines deadlines;

  public Upstreams(HttpClientAgent agent, ProxySettings settings, Deadlines deadlines) {
    this.agent = agent;
    this.settings = settings;
    this.deadlines = deadlines;
  }

  /// Gives `taker` a connection to the lease's replica.
  ///
  /// @param fresh whether one that has served before will not do
  public void take(Upstream.Taker taker, Lease lease, boolean fresh) {
    var known = upstreams.get(lease.endpoint());
    if (known == null) {
      known = new Upstream(agent, lease, settings, deadlines, shortage);
      upstreams.put(lease.endpoint(), known);
      deadlines.ensureTicking();
    }
    if (fresh) {
      known.takeNew(taker, lease);
    } else {
      known.take(taker, lease, expiredBefore(deadlines.now()));
    }
  }

  private long expiredBefore(long now) {
    return now - settings.timeouts().replicaIdle().toNanos();
  }

  /// Closes what has been idle for too long.
  ///
  /// @return whether connections are left that idle
  public boolean prune(long now) {
    boolean some = false;
    for (var upstream : upstreams.values()) {
      upstream.prune(expiredBefore(now));
      some |= upstream.hasIdle();
    }
    return some;
  }

  /// Forgets the replicas that `table` does not have.
  public void retireAllBut(CompiledTable table) {
    upstreams
        .entrySet()
        .removeIf(known -> {
          boolean gone = !table.has(known.getKey());
          if (gone) {
            known.getValue().retire();
          }
          return gone;
        });
  }
}
