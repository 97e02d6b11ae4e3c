package dev.slipway.gateway.async;

import java.net.http.HttpClient;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An HTTP client that is made at its first use: making one loads the machine's certificates, and
/// the start of a server need not wait for that.
final class LazyClient implements AutoCloseable {
  private final UnaryOperator<HttpClient.Builder> settings;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable HttpClient client;

  LazyClient(UnaryOperator<HttpClient.Builder> settings) {
    this.settings = settings;
  }

  HttpClient get() {
    lock.lock();
    try {
      var known = client;
      if (known == null) {
        known = settings.apply(HttpClient.newBuilder()).build();
        client = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /// Cuts the requests that are under way.
  @Override
  public void close() {
    lock.lock();
    try {
      if (client != null) {
        client.shutdownNow();
      }
    } finally {
      lock.unlock();
    }
  }
}
