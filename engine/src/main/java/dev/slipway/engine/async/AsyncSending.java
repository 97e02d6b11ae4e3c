package dev.slipway.engine.async;

import dev.slipway.domain.async.AsyncMachine;
import dev.slipway.domain.async.AsyncReply;
import dev.slipway.domain.async.AsyncRequest;
import dev.slipway.domain.async.AsyncState;
import dev.slipway.domain.async.AsyncTarget;
import dev.slipway.domain.async.AsyncWebhook;
import dev.slipway.engine.port.AsyncTelemetry;
import dev.slipway.engine.port.Predictions;
import dev.slipway.engine.port.store.AsyncBodies;
import dev.slipway.engine.port.store.AsyncRows;
import dev.slipway.engine.port.store.Store;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Takes requests out of the queue, has the gateway send them, and writes down what came of it.
final class AsyncSending {
  private static final byte[] NOTHING = {};

  private final Store store;
  private final Predictions predictions;
  private final AsyncTelemetry telemetry;
  private final InstantSource time;

  AsyncSending(Store store, Predictions predictions, AsyncTelemetry telemetry, InstantSource time) {
    this.store = store;
    this.predictions = predictions;
    this.telemetry = telemetry;
    this.time = time;
  }

  Predictions.Room room(AsyncTarget target) {
    return predictions.room(target);
  }

  /// Takes at most `limit` out of a target's queue.
  ///
  /// @return those that are to be sent now
  List<AsyncRequest> take(AsyncTarget target, int limit) {
    Instant now = time.instant();
    List<AsyncRequest> taken =
        store.transact(tx -> {
          var next = new ArrayList<AsyncRequest>();
          for (var r : tx.async().due(target, now, limit)) {
            var started = AsyncMachine.started(r, now);
            write(tx, started, NOTHING);
            next.add(started);
          }
          return next;
        });
    taken.forEach(this::count);
    return taken.stream().filter(r -> r.state() instanceof AsyncState.InProgress).toList();
  }

  private void count(AsyncRequest r) {
    if (r.state() instanceof AsyncState.InProgress s && s.attempts() == 1) {
      telemetry.sent(Duration.between(r.createdAt(), s.since()));
    }
    ended(r);
  }

  /// Sends one that was taken. Blocks for as long as the model takes.
  Predictions.Reply send(AsyncRequest r) {
    byte[] input = store.read(tx -> tx.asyncBodies().get(r.id(), AsyncBodies.Part.INPUT));
    if (input == null) {
      var broken = new AsyncReply.Broken("The request's payload is gone.");
      return new Predictions.Reply(broken, ByteBuffer.allocate(0));
    }
    boolean keep = r.webhook() instanceof AsyncWebhook.Awaiting;
    return predictions.predict(r.target(), r.id(), input, keep);
  }

  /// Writes down what came of it, together with what is to be posted.
  void record(AsyncRequest sent, Predictions.Reply reply) {
    var next = AsyncMachine.replied(sent, reply.outcome(), time.instant());
    byte[] output = new byte[reply.output().remaining()];
    reply.output().duplicate().get(output);
    store.write(tx -> write(tx, next, output));
    ended(next);
  }

  /// Puts back those in progress that this process does not hold: the one that had them died.
  void recover(Predicate<String> inHand) {
    change(AsyncRows.Kind.IN_PROGRESS, r -> !inHand.test(r.id()), AsyncMachine::abandoned);
  }

  /// Ends those that have waited too long.
  void expire() {
    Instant now = time.instant();
    change(
        AsyncRows.Kind.QUEUED_BY_EXPIRY,
        r -> r.state() instanceof AsyncState.Queued s && !now.isBefore(s.expiresAt()),
        AsyncMachine::expired);
  }

  private interface Change {
    AsyncRequest apply(AsyncRequest r, Instant now);
  }

  private void change(AsyncRows.Kind kind, Predicate<AsyncRequest> which, Change change) {
    boolean some =
        store.<List<AsyncRequest>>read(tx -> tx.async().list(kind, AsyncRunner.BATCH)).stream()
            .anyMatch(which);
    if (!some) {
      return;
    }
    List<AsyncRequest> changed =
        store.transact(tx -> {
          var all = new ArrayList<AsyncRequest>();
          for (var r : tx.async().list(kind, AsyncRunner.BATCH)) {
            if (which.test(r)) {
              var next = change.apply(r, time.instant());
              write(tx, next, NOTHING);
              all.add(next);
            }
          }
          return all;
        });
    changed.forEach(this::ended);
  }

  /// What was asked is kept for the next attempt, what was answered for the webhook.
  private static void write(Store.Tx tx, AsyncRequest next, byte[] output) {
    tx.async().update(next);
    if (next.state() instanceof AsyncState.Ended) {
      tx.asyncBodies().drop(next.id());
    }
    if (next.state() instanceof AsyncState.Succeeded
        && next.webhook() instanceof AsyncWebhook.Due) {
      tx.asyncBodies().put(next.id(), AsyncBodies.Part.OUTPUT, output);
    }
  }

  private void ended(AsyncRequest r) {
    if (r.state() instanceof AsyncState.Ended) {
      telemetry.ended(r.state().status());
    }
  }
}
