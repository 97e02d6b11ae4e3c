package dev.slipway.engine.loop;

import dev.slipway.engine.port.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// Keeps what fails again and again for one cause, such as a full disk, from filling the log: of
/// each key the first line is said, and then one a minute, with the number of those between.
public final class Repeats {
  /// The shortest time between two lines of one key.
  public static final Duration EVERY = Duration.ofMinutes(1);

  /// Keys that are remembered. Past that all are forgotten, so that each is said once more.
  static final int KEYS_MAX = 1_000;

  private final InstantSource time;
  private final Map<String, Said> said = new HashMap<>();

  private record Said(Instant at, long unsaid) {}

  public Repeats(InstantSource time) {
    this.time = time;
  }

  /// Calls `line` if it is due.
  ///
  /// @param line gets what is to be added to it: nothing, or how many lines were left out
  public void say(String key, Consumer<String> line) {
    Instant now = time.instant();
    String more = due(key, now);
    if (more != null) {
      line.accept(more);
    }
  }

  private synchronized @Nullable String due(String key, Instant now) {
    if (said.size() >= KEYS_MAX) {
      said.clear();
    }
    Said before = said.get(key);
    if (before == null) {
      said.put(key, new Said(now, 0));
      return "";
    }
    // A clock that was set back silences nothing.
    if (!now.isBefore(before.at()) && now.isBefore(before.at().plus(EVERY))) {
      said.put(key, new Said(before.at(), before.unsaid() + 1));
      return null;
    }
    said.put(key, new Said(now, 0));
    return before.unsaid() == 0
        ? ""
        : " (and %d times since this was said last)".formatted(before.unsaid());
  }

  /// Says a failure: what lasts, such as a full disk, by its message and as [#say] does; anything
  /// else each time, with its cause.
  ///
  /// @param row that failed
  public void failed(Logger log, String row, Throwable failure, String what) {
    if (failure instanceof StoreException s && s.fault().lasts()) {
      say(
          s.fault().name(),
          more ->
              log.atError()
                  .addKeyValue("row", row)
                  .addKeyValue("cause", s.getMessage())
                  .log("{}{}", what, more));
    } else {
      log.atError().addKeyValue("row", row).setCause(failure).log(what);
    }
  }

  /// Forgets a key, whose cause is over.
  public synchronized void over(String key) {
    said.remove(key);
  }
}
