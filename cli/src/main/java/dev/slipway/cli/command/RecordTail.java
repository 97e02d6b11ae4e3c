package dev.slipway.cli.command;

import dev.slipway.cli.client.Api;
import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.ServerReply;
import dev.slipway.cli.term.ReceiptText;
import dev.slipway.wire.PromotionBodies.TimelineEntryBody;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;

/// Prints the lines of a promotion's record as they are written, until the last one. A stream that
/// breaks is taken up where it ended.
final class RecordTail {
  private static final int MAX_BREAKS = 20;
  private static final int OK = 200;

  private final CommandSession session;
  private final String path;
  private int known;

  /// @param path of the promotion
  RecordTail(CommandSession session, String path) {
    this.session = session;
    this.path = path + "/events";
  }

  void run() {
    int breaks = 0;
    while (true) {
      try (Stream<String> lines = session.api().lines(path, known)) {
        int before = known;
        print(lines.iterator());
        if (known == before) {
          return; // The server ends a stream that has no further line with nothing.
        }
      } catch (UncheckedIOException e) {
        if (++breaks > MAX_BREAKS) {
          throw Api.unreachable(session.api().server(), Objects.requireNonNull(e.getCause()));
        }
        session.pause(CommandSession.POLL);
      }
    }
  }

  private void print(Iterator<String> lines) {
    int id = known;
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith("id: ")) {
        id = Integer.parseInt(line.substring("id: ".length()).strip());
      } else if (line.startsWith("data: ")) {
        String data = line.substring("data: ".length());
        session.terminal().answer(session.json() ? data : text(read(data)));
        known = id;
      }
    }
  }

  private static TimelineEntryBody read(String event) {
    return new ServerReply(OK, event, Duration.ZERO).as(TimelineEntryBody.class);
  }

  private String text(TimelineEntryBody line) {
    return "%s  %s %3d %%  #%d  %s%s"
        .formatted(
            ReceiptText.shown(line.at()),
            session.terminal().status(line.status()),
            line.percentTrafficToNewVersion(),
            line.generation(),
            ReceiptText.what(line),
            line.actor() == null ? "" : "  (" + line.actor() + ")");
  }
}
