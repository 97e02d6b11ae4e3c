package dev.slipway.testkit.fake;

import dev.slipway.domain.async.AsyncReply;
import dev.slipway.domain.async.AsyncTarget;
import dev.slipway.engine.port.Predictions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A data plane for asynchronous requests, whose answers a test lays out beforehand: each in turn,
/// and a success after the last.
public final class FakePredictions implements Predictions {
  private final Deque<Reply> replies = new ArrayDeque<>();
  private final List<String> sent = new ArrayList<>();
  private Room room = new Room(1_000, false);

  public synchronized FakePredictions then(AsyncReply outcome) {
    return then(outcome, "");
  }

  public synchronized FakePredictions then(AsyncReply outcome, String output) {
    replies.add(reply(outcome, output));
    return this;
  }

  public synchronized void room(Room next) {
    room = next;
  }

  /// Ids of requests, each as often as it was sent.
  public synchronized List<String> sent() {
    return List.copyOf(sent);
  }

  @Override
  public synchronized Room room(AsyncTarget target) {
    return room;
  }

  @Override
  public synchronized Reply predict(
      AsyncTarget target, String requestId, byte[] input, boolean keep) {
    sent.add(requestId);
    Reply next = replies.poll();
    Reply reply = next == null ? reply(new AsyncReply.Answered("d1", 200, ""), "{}") : next;
    return keep && isSuccess(reply.outcome()) ? reply : reply(reply.outcome(), "");
  }

  private static boolean isSuccess(AsyncReply outcome) {
    return outcome instanceof AsyncReply.Answered answered && answered.status() / 100 == 2;
  }

  private static Reply reply(AsyncReply outcome, String output) {
    return new Reply(outcome, ByteBuffer.wrap(output.getBytes(StandardCharsets.UTF_8)));
  }
}
