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

  private final PromotionFollower promotionFollower;
  private final LongResponses longResponses;

  PromotionStream(PromotionFollower promotionFollower, LongResponses longResponses) {
    this.promotionFollower = promotionFollower;
    this.longResponses = longResponses;
  }

  Reply open(Request request) {
    EnvironmentKey environment = request.environment();
    String id = request.value("promotion_id");
    int known = lastKnown(request.header("Last-Event-ID"));
    PromotionFollower.Record record =
        Errors.value(promotionFollower.record(environment, id, known));
    if (record.complete() && record.lines().isEmpty()) {
      // What tells a browser that it need not come again.
      return new Reply.Whole(204, TYPE, Buffer.buffer(), Map.of());
    }
    LongResponses.Place place = longResponses.take();
    return new Reply.Live(
        TYPE, Map.of(), streamClient -> play(streamClient, environment, id, known), place);
  }

  private void play(StreamClient streamClient, EnvironmentKey environment, String id, int known)
      throws IOException {
    int sent = known;
    while (!streamClient.gone()) {
      long seen = longResponses.bell().count();
      PromotionFollower.Record record =
          Errors.valueOrNull(promotionFollower.record(environment, id, sent));
      if (record == null) {
        return; // gone with its environment
      }
      for (PromotionEvent line : record.lines()) {
        sent++;
        streamClient.write(event(sent, line));
      }
      if (record.complete()) {
        return;
      }
      streamClient.await(seen, ": still here\n\n");
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
