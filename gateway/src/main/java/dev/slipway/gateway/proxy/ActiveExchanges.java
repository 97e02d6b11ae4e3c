package dev.slipway.gateway.proxy;

import dev.slipway.gateway.connection.ClientConnections;
import io.vertx.core.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/// The exchanges of one lane that have not ended: a list through the exchanges themselves, so that
/// neither entering nor leaving it allocates or searches.
///
/// Whatever is called in a walk may end the exchange that it is called on, and only that one.
final class ActiveExchanges {
  private final ClientConnections clientConnections;
  private @Nullable Entry first;

  /// An exchange as this list sees it.
  abstract static class Entry {
    private @Nullable Entry before;
    private @Nullable Entry after;
    private ClientConnections.@Nullable Client client;

    /// When its time is up, on the lane's coarse clock; 0: never.
    abstract long deadline();

    /// Its time is up.
    abstract void expire();

    /// A table came into use.
    abstract void tableChanged();

    /// The gateway is about to close.
    abstract void closing();

    /// The address of the client, without a port; empty before it has entered.
    final String clientAddress() {
      return client == null ? "" : client.address();
    }
  }

  ActiveExchanges(ClientConnections clientConnections) {
    this.clientConnections = clientConnections;
  }

  /// @param connection that it came on
  void enter(Entry entry, HttpConnection connection) {
    entry.client = clientConnections.busy(connection);
    entry.after = first;
    if (first != null) {
      first.before = entry;
    }
    first = entry;
  }

  /// @param now on the lane's coarse clock
  void leave(Entry entry, long now) {
    if (entry.client != null) {
      clientConnections.free(entry.client, now);
    }
    var before = entry.before;
    var after = entry.after;
    if (before != null) {
      before.after = after;
    } else {
      first = after;
    }
    if (after != null) {
      after.before = before;
    }
    entry.before = null;
    entry.after = null;
  }

  boolean isEmpty() {
    return first == null;
  }

  void expire(long now) {
    for (var one = first; one != null; ) {
      var next = one.after;
      if (one.deadline() != 0 && one.deadline() - now < 0) {
        one.expire();
      }
      one = next;
    }
  }

  void tableChanged() {
    for (var one = first; one != null; ) {
      var next = one.after;
      one.tableChanged();
      one = next;
    }
  }

  void closing() {
    for (var one = first; one != null; ) {
      var next = one.after;
      one.closing();
      one = next;
    }
  }
}
