package dev.slipway.app;

import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/// Follows a log as the published command does: every poll asks for the time from a minute before
/// the poll before it to a minute from now, newest first, page by page backward, and leaves out
/// what it had. Its own addition: it asks again where the server is away.
final class PublishedTail implements Runnable {
  private static final int PAGE = 1000;
  private static final long MINUTE = 60_000;
  private static final long PAUSE_NANOS = 300_000_000;

  private final InstantSource time = InstantSource.system();
  private final Manager manager;
  private final String path;
  private final Set<String> seen = new HashSet<>();
  private final List<String> messages = new ArrayList<>();
  private long lastPoll;
  private volatile boolean stopped;

  /// @param deployment its path
  PublishedTail(Manager manager, String deployment) {
    this.manager = manager;
    this.path = deployment + "/logs?direction=desc&limit=" + PAGE;
  }

  /// Lets it end, after one more poll.
  void stop() {
    stopped = true;
  }

  /// What it printed, in that order; once it has ended.
  List<String> messages() {
    return messages;
  }

  @Override
  public void run() {
    boolean last;
    do {
      last = stopped;
      poll();
      LockSupport.parkNanos(PAUSE_NANOS);
    } while (!last);
  }

  private void poll() {
    long now = time.millis();
    List<JsonNode> fresh = new ArrayList<>();
    try {
      String from = lastPoll == 0 ? "" : "&start_epoch_millis=" + (lastPoll - MINUTE);
      long to = now + MINUTE;
      List<JsonNode> page;
      do {
        page =
            List.copyOf(
                manager
                    .get(path + from + "&end_epoch_millis=" + to)
                    .ok()
                    .requiredAt("/logs")
                    .values());
        fresh.addAll(page);
        to = page.isEmpty() ? to : nanos(page.getLast()) / 1_000_000;
      } while (page.size() == PAGE);
    } catch (UncheckedIOException e) {
      return;
    }
    lastPoll = now;
    for (JsonNode line : fresh.reversed()) {
      if (seen.add(line.at("/timestamp") + " " + line.at("/replica") + " " + line.at("/message"))) {
        messages.add(line.requiredAt("/message").stringValue());
      }
    }
  }

  private static long nanos(JsonNode line) {
    return Long.parseLong(line.requiredAt("/timestamp").stringValue());
  }
}
