package dev.slipway.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was started, to be stopped in reverse. One that cannot be stopped does not keep the others.
final class Closing implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Closing.class);

  private final Deque<Started> started = new ArrayDeque<>();

  private record Started(String name, AutoCloseable what) {}

  synchronized <T extends AutoCloseable> T add(String name, T what) {
    started.push(new Started(name, what));
    return what;
  }

  @Override
  public synchronized void close() {
    // An interrupt, as on Ctrl-C, ended what ran before this; it must not cut the stopping short.
    boolean interrupted = Thread.interrupted();
    while (!started.isEmpty()) {
      Started next = started.pop();
      try {
        next.what().close();
      } catch (Exception e) {
        log.atError().addKeyValue("part", next.name()).setCause(e).log("could not be stopped");
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
