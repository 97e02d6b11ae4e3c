package dev.slipway.api;

import dev.slipway.api.http.Errors;
import dev.slipway.api.http.LongResponses;
import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.http.StreamClient;
import dev.slipway.api.input.Json;
import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Texts;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.engine.port.store.PromotionEvent;
import dev.slipway.engine.promotion.PromotionFollower;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The record of a promotion as server-sent events: the lines so far, then each one as it is
/// written, until the last. The id of an event is the number of its line, from 1.
final class PromotionStream {
  static final String TYPE = "text/event-stream";

  private final PromotionFollower following;
  private final LongResponses lives;

  PromotionStream(PromotionFollower following, LongResponses lives) {
    this.following = following;
    this.lives = lives;
  }

  Reply open(Request request) {
    EnvironmentKey environment = request.environment();
    String id = request.value("promotion_id");
    int known = lastKnown(request.header("Last-Event-ID"));
    PromotionFollower.Record record = Errors.value(following.record(environment, id, known));
    if (record.complete() && record.lines().isEmpty()) {
      // What tells a browser that it need not come again.
      return new Reply.Whole(204, TYPE, Buffer.buffer(), Map.of());
    }
    LongResponses.Place place = lives.take();
    return new Reply.Live(TYPE, Map.of(), peer -> play(peer, environment, id, known), place);
  }

  private void play(StreamClient peer, EnvironmentKey environment, String id, int known)
      throws IOException {
    int sent = known;
    while (!peer.gone()) {
      long seen = lives.bell().count();
      PromotionFollower.Record record = Errors.valueOrNull(following.record(environment, id, sent));
      if (record == null) {
        return; // gone with its environment
      }
      for (PromotionEvent line : record.lines()) {
        sent++;
        peer.write(event(sent, line));
      }
      if (record.complete()) {
        return;
      }
      peer.await(seen, ": still here\n\n");
    }
  }

  /// JSON text holds no line break, so that it is one line of data.
  private static String event(int number, PromotionEvent line) {
    return "id: %d\nevent: %s\ndata: %s\n\n"
        .formatted(number, line.kind().name(), Json.line(ReceiptWire.entry(line)));
  }

  private static int lastKnown(@Nullable String header) {
    if (header == null || header.isEmpty()) {
      return 0;
    }
    if (!header.matches("\\d{1,9}")) {
      throw Problem.invalid(
          "Last-Event-ID: \"%s\" (expected: the id of an event of this stream)"
              .formatted(Texts.cut(header)));
    }
    return Integer.parseInt(header);
  }
}
