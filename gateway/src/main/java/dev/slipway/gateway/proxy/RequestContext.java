package dev.slipway.gateway.proxy;

import dev.slipway.gateway.connection.ClientConnections;
import dev.slipway.gateway.connection.Deadlines;
import dev.slipway.gateway.connection.PendingWrites;
import dev.slipway.gateway.connection.Upstreams;
import dev.slipway.gateway.error.ErrorAnswer;
import dev.slipway.gateway.metrics.GatewayMeters;
import dev.slipway.gateway.route.CompiledTable;
import dev.slipway.gateway.route.DeploymentRoute;
import dev.slipway.gateway.route.HostLabel;
import dev.slipway.gateway.settings.ProxySettings;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The surroundings of the requests on one lane: the table, the clock, the settings and the meters,
/// which all lanes share, and the lane's own deadlines, connections and caches. Used on the lane's
/// event loop only, apart from [#execute].
public final class RequestContext {
  private static final int HOSTS_REMEMBERED = 1_024;

  private final ProxyParts parts;
  private final Context loop;
  private final KeyCheck keyCheck = new KeyCheck();
  private final PendingWrites pendingWrites = new PendingWrites();
  private final Map<String, HostLabel> hosts = new HashMap<>();
  private final Deadlines deadlines;
  private final ClientConnections clientConnections;
  private final ActiveExchanges active;
  private final Upstreams upstreams;
  private final Answers answers;

  /// @param agent makes the connections to replicas
  RequestContext(ProxyParts parts, Vertx vertx, Context loop, HttpClientAgent agent) {
    this.parts = parts;
    this.loop = loop;
    this.deadlines = new Deadlines(vertx, parts.clock().nanos(), this::endOverdue);
    this.clientConnections = new ClientConnections(parts.settings());
    this.active = new ActiveExchanges(clientConnections);
    this.upstreams = new Upstreams(agent, parts.settings(), deadlines);
    this.answers = new Answers(vertx, parts.meters(), parts.clock().instants());
  }

  private boolean endOverdue(long now) {
    active.expire(now);
    clientConnections.prune(now);
    boolean connected = upstreams.prune(now);
    return connected || !active.isEmpty() || !clientConnections.isEmpty();
  }

  /// The table in use.
  public CompiledTable table() {
    return parts.routes().table();
  }

  /// Whether a table and keys are in use at all.
  boolean isLoaded() {
    return parts.routes().isLoaded();
  }

  public ProxySettings settings() {
    return parts.settings();
  }

  GatewayMeters meters() {
    return parts.meters();
  }

  long nanos() {
    return parts.clock().nanos().getAsLong();
  }

  long epochMillis() {
    return parts.clock().instants().millis();
  }

  Deadlines deadlines() {
    return deadlines;
  }

  PendingWrites departures() {
    return pendingWrites;
  }

  ClientConnections clients() {
    return clientConnections;
  }

  ActiveExchanges active() {
    return active;
  }

  Upstreams upstreams() {
    return upstreams;
  }

  Answers answers() {
    return answers;
  }

  /// Runs `task` on the lane's event loop; may be called on any thread.
  public void execute(Runnable task) {
    loop.runOnContext(_ -> task.run());
  }

  /// Asks for a replica of the deployment where it sleeps.
  void call(DeploymentRoute route) {
    if (route.isAsleep() && route.parking().call()) {
      parts.demand().accept(route.id());
    }
  }

  HostLabel hostLabel(String host) {
    var known = hosts.get(host);
    if (known == null) {
      if (hosts.size() >= HOSTS_REMEMBERED) {
        hosts.clear();
      }
      known = HostLabel.of(host);
      hosts.put(host, known);
    }
    return known;
  }

  /// @return null where the caller may invoke the model
  @Nullable ErrorAnswer authorize(@Nullable String authorization, String modelId) {
    return keyCheck.check(parts.routes().keys(), authorization, modelId);
  }
}
