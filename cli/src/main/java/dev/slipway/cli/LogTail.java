package dev.slipway.cli;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Follows a deployment's log: each line once, and none left out. Every poll asks again for the
/// last seconds, since lines of several replicas may arrive out of order.
final class LogTail {
  /// How late a line may appear and still be printed.
  static final Duration OVERLAP = Duration.ofSeconds(5);

  private final LogPages pages;
  private final Consumer<JsonNode> print;
  private final SeenLines seen = new SeenLines();
  private final long floor;
  private long newest;

  /// @param fromMillis first moment, inclusive
  LogTail(LogPages pages, long fromMillis, Consumer<JsonNode> print) {
    this.pages = pages;
    this.newest = fromMillis;
    this.print = print;
    this.floor = fromMillis;
  }

  /// Prints what is new.
  ///
  /// @param nowMillis the clock of this machine; lines from the server's future are asked for too
  /// @return how many lines were new
  int poll(long nowMillis) {
    long from = Math.max(floor, newest - OVERLAP.toMillis());
    long to = Math.max(nowMillis, newest) + OVERLAP.toMillis();
    int fresh = 0;
    while (true) {
      List<JsonNode> page = pages.page(from, to, "asc", LogPages.PAGE);
      for (JsonNode line : page) {
        if (seen.add(line)) {
          print.accept(line);
          fresh++;
        }
        newest = Math.max(newest, LogPages.millis(line));
      }
      if (page.size() < LogPages.PAGE) {
        break;
      }
      long last = LogPages.millis(page.getLast());
      if (last == from && LogPages.millis(page.getFirst()) == from) {
        throw LogPages.tooMany();
      }
      from = last;
    }
    seen.forgetBefore(newest - OVERLAP.toMillis());
    return fresh;
  }
}
