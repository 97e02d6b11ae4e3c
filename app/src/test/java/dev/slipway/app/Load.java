package dev.slipway.app;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/// Steady traffic of numbered requests: most of them quick, some slow, some streams. It remembers
/// when each was sent, and every one that did not get a whole answer with status 200.
final class Load implements AutoCloseable {
  private static final String BODY = "{\"input\":\"" + "x".repeat(150) + "\"}";
  private static final int ODD_ONE = 50;

  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final ConcurrentMap<Long, Long> sentNanos = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> lost = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final LongFunction<String> modes;
  private volatile boolean ending;

  /// @param perSecond requests a second, over all connections
  Load(URI target, String key, int connections, int perSecond) {
    this(target, key, connections, perSecond, Load::mode);
  }

  /// @param modes what a request of a number asks of the recording model
  Load(URI target, String key, int connections, int perSecond, LongFunction<String> modes) {
    this.modes = modes;
    long pause = 1_000_000_000L * connections / perSecond;
    for (int i = 0; i < connections; i++) {
      long offset = pause * i / connections;
      threads.add(Thread.ofVirtual().start(() -> run(new LoadClient(target, key), offset, pause)));
    }
  }

  /// When request `number` was sent, by the monotonic clock.
  long sentAt(long number) {
    Long at = sentNanos.get(number);
    if (at == null) {
      throw new IllegalArgumentException("request " + number + " was never sent");
    }
    return at;
  }

  long answered() {
    return answered.get();
  }

  /// Requests without a whole answer with status 200, each with what happened.
  List<String> lost() {
    return List.copyOf(lost);
  }

  /// Ends the traffic; every request that was sent gets its answer first.
  @Override
  public void close() {
    ending = true;
    for (Thread t : threads) {
      try {
        t.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run(LoadClient client, long offset, long pause) {
    try (client) {
      long due = System.nanoTime() + offset;
      while (!ending) {
        LockSupport.parkNanos(due - System.nanoTime());
        due = Math.max(due + pause, System.nanoTime() - pause);
        request(client);
      }
    }
  }

  private void request(LoadClient client) {
    long number = numbers.incrementAndGet();
    String mode = modes.apply(number);
    sentNanos.put(number, System.nanoTime());
    try {
      int status = client.send(number, mode, BODY);
      if (status != 200) {
        lost.add("request " + number + " (" + mode + "): status " + status);
      }
      answered.incrementAndGet();
    } catch (IOException e) {
      lost.add("request " + number + " (" + mode + "): " + e);
    }
  }

  private static String mode(long number) {
    if (number % ODD_ONE == 0) {
      return "slow";
    }
    return number % ODD_ONE == 1 ? "stream" : "quick";
  }
}
