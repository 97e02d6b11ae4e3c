package dev.slipway.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stops the started parts of a server in reverse order. A part that fails to stop does not keep
/// the others from it.
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<Started> started = new ArrayDeque<>();

  private record Started(String name, AutoCloseable what) {}

  synchronized <T extends AutoCloseable> T add(String name, T what) {
    started.push(new Started(name, what));
    return what;
  }

  @Override
  public synchronized void close() {
    // The interrupt of Ctrl-C was for the work before this; it must not cut the stopping short.
    boolean interrupted = Thread.interrupted();
    while (!started.isEmpty()) {
      Started next = started.pop();
      try {
        next.what().close();
      } catch (Exception e) {
        LOG.atError()
            .addKeyValue("part", next.name())
            .setCause(e)
            .log("a part of the server failed to stop; stopping the others");
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
