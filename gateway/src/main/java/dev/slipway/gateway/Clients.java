package dev.slipway.gateway;

import io.vertx.core.http.HttpConnection;
import java.util.IdentityHashMap;
import java.util.Map;

/// The connections of clients to one lane: counted, and closed where they idle.
final class Clients {
  private final IdentityHashMap<HttpConnection, Client> open = new IdentityHashMap<>();
  private final GatewaySettings settings;
  private final Runnable onOpen;

  private static final class Client {
    private int requests;
    private long freeSince;
  }

  Clients(GatewaySettings settings, Runnable onOpen) {
    this.settings = settings;
    this.onOpen = onOpen;
  }

  void opened(HttpConnection connection, long now) {
    if (open.size() >= settings.limits().clientsPerLane()) {
      connection.close();
      return;
    }
    var client = new Client();
    client.freeSince = now;
    open.put(connection, client);
    connection.closeHandler(_ -> open.remove(connection));
    onOpen.run();
  }

  void busy(HttpConnection connection) {
    var client = open.get(connection);
    if (client != null) {
      client.requests++;
    }
  }

  void free(HttpConnection connection, long now) {
    var client = open.get(connection);
    if (client != null) {
      client.requests--;
      client.freeSince = now;
    }
  }

  void prune(long now) {
    long before = now - settings.timeouts().clientIdle().toNanos();
    // Closing calls the close handler, which may change the map at once: close after the walk.
    open.entrySet().stream()
        .filter(one -> one.getValue().requests == 0 && one.getValue().freeSince - before < 0)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(connection -> {
          open.remove(connection);
          connection.close();
        });
  }

  boolean isEmpty() {
    return open.isEmpty();
  }
}
