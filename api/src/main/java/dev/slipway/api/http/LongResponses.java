package dev.slipway.api.http;

import dev.slipway.api.input.Problem;
import dev.slipway.engine.promotion.ChangeSignal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Registry of long-lived responses: event streams, and cancels with `wait=drained`; at most
/// [#MAX]. They do not count as requests in progress.
public final class LongResponses implements AutoCloseable {
  /// The most long-lived responses at the same time.
  public static final int MAX = 64;

  private final ChangeSignal changes;
  private final Semaphore places = new Semaphore(MAX);
  private final Set<StreamClient> peers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public LongResponses(ChangeSignal changes) {
    this.changes = changes;
  }

  /// A place, which is to be closed once.
  @FunctionalInterface
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /// @throws Problem where all are taken
  public Place take() {
    if (!places.tryAcquire()) {
      throw Problem.unavailable(
          "%d streams and waits are open already. Try again in a while, or ask from time to time."
              .formatted(MAX));
    }
    return places::release;
  }

  void joined(StreamClient streamClient) {
    peers.add(streamClient);
    if (closed) {
      streamClient.leave();
    }
  }

  void left(StreamClient streamClient) {
    peers.remove(streamClient);
  }

  public ChangeSignal bell() {
    return changes;
  }

  /// Ends what is open, so that the server can close.
  @Override
  public void close() {
    closed = true;
    peers.forEach(StreamClient::leave);
  }
}
