package dev.slipway.cli.command;

import dev.slipway.cli.client.Element;
import dev.slipway.cli.client.LogPages;
import dev.slipway.cli.client.SeenLines;
import dev.slipway.wire.LogBodies.LogV1;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Follows a deployment's log: each line once, and none left out. Every poll asks again for the
/// last seconds, since lines of several replicas may arrive out of order.
final class LogTail {
  /// How late a line may appear and still be printed.
  static final Duration OVERLAP = Duration.ofSeconds(5);

  private final LogPages pages;
  private final Consumer<Element<LogV1>> print;
  private final SeenLines seen = new SeenLines();
  private final long floor;
  private long newest;

  /// @param fromMillis first moment, inclusive
  LogTail(LogPages pages, long fromMillis, Consumer<Element<LogV1>> print) {
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
      List<Element<LogV1>> page = pages.page(from, to, "asc", LogPages.PAGE);
      for (Element<LogV1> line : page) {
        if (seen.add(line)) {
          print.accept(line);
          fresh++;
        }
        newest = Math.max(newest, SeenLines.millis(line));
      }
      if (page.size() < LogPages.PAGE) {
        break;
      }
      long last = SeenLines.millis(page.getLast());
      if (last == from && SeenLines.millis(page.getFirst()) == from) {
        throw LogPages.tooMany();
      }
      from = last;
    }
    seen.forgetBefore(newest - OVERLAP.toMillis());
    return fresh;
  }
}
