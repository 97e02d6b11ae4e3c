package dev.slipway.gateway.connection;

import dev.slipway.gateway.settings.ProxySettings;
import io.vertx.core.http.HttpConnection;
import java.util.IdentityHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections of clients to one lane: counted against a limit, and closed after idling too
/// long.
public final class ClientConnections {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnections.class);

  private final IdentityHashMap<HttpConnection, Client> open = new IdentityHashMap<>();
  private final ProxySettings settings;

  /// One connection.
  public static final class Client {
    private final String address;
    private int requests;
    private long freeSince;

    private Client(String address) {
      this.address = address;
    }

    /// The address of the other end, without a port.
    public String address() {
      return address;
    }
  }

  public ClientConnections(ProxySettings settings) {
    this.settings = settings;
  }

  public void opened(HttpConnection connection, long now) {
    if (open.size() >= settings.limits().clientsPerLane()) {
      connection.close();
      return;
    }
    var client = add(connection);
    client.freeSince = now;
    connection.closeHandler(_ -> open.remove(connection));
    // Told to the requests on it as well; without a handler it is logged as an error, without a
    // word about whose connection it was.
    connection.exceptionHandler(why -> broken(client, why));
  }

  private static void broken(Client client, Throwable why) {
    LOG.debug(
        "the connection of a client at {} broke, with {} requests under way; they end: {}",
        client.address,
        client.requests,
        why.getMessage());
  }

  private Client add(HttpConnection connection) {
    var client = new Client(connection.remoteAddress().hostAddress());
    open.put(connection, client);
    return client;
  }

  /// A request came in.
  public Client busy(HttpConnection connection) {
    var known = open.get(connection);
    var client = known == null ? add(connection) : known;
    client.requests++;
    return client;
  }

  /// A request ended.
  public void free(Client client, long now) {
    client.requests--;
    client.freeSince = now;
  }

  public void prune(long now) {
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

  public boolean isEmpty() {
    return open.isEmpty();
  }
}
