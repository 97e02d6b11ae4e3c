package dev.slipway.engine.async;

import dev.slipway.domain.async.AsyncRequest;
import dev.slipway.domain.async.AsyncTarget;
import dev.slipway.domain.async.AsyncWebhook;
import dev.slipway.engine.loop.Nudge;
import dev.slipway.engine.loop.NudgedLoop;
import dev.slipway.engine.loop.Repeats;
import dev.slipway.engine.port.AsyncTelemetry;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.port.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop that moves asynchronous requests on: it sends what is queued as targets have room for
/// it, posts results, ends what has waited too long and forgets what ended an hour ago. What a
/// request waits for is in the store; what this holds in memory is only what is on its way.
public final class AsyncRunner implements AutoCloseable, Nudge {
  /// The most requests on their way at a time.
  public static final int MAX_SENT = 512;

  /// Of these, to one target.
  public static final int MAX_SENT_PER_TARGET = 128;

  /// The most results on their way at a time.
  public static final int MAX_POSTED = 64;

  /// How long the status of a request that has ended can be asked for.
  public static final Duration RETENTION = Duration.ofHours(1);

  /// Rows that one step goes over.
  static final int BATCH = 1_000;

  /// How often the loop looks although nothing nudged it.
  static final Duration POLL = Duration.ofSeconds(5);

  /// How often it looks whether a target that was full has room.
  static final Duration BUSY_POLL = Duration.ofMillis(100);

  /// How often it looks for what expires, was left behind, or is to be forgotten.
  static final Duration SWEEP = Duration.ofSeconds(1);

  /// A request that left so recently may not show in what the gateway says of its room.
  static final Duration SETTLES = Duration.ofMillis(100);

  /// How long it waits after a failure of its own.
  static final Duration BACKOFF = Duration.ofSeconds(2);

  /// How long [#close] waits for what is on its way.
  static final Duration GRACE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(AsyncRunner.class);

  private final Store store;
  private final AsyncSending sending;
  private final AsyncPosting posting;
  private final AsyncTelemetry telemetry;
  private final InstantSource time;
  private final Map<String, Sent> sent = new ConcurrentHashMap<>();
  private final Map<String, Instant> posted = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final NudgedLoop loop;
  private final Repeats repeats;
  private Instant sweepAt = Instant.MIN;
  private volatile int queued;

  /// A request on its way.
  private record Sent(AsyncTarget target, Instant at) {}

  AsyncRunner(
      Store store,
      AsyncSending sending,
      AsyncPosting posting,
      AsyncTelemetry telemetry,
      InstantSource time) {
    this.store = store;
    this.sending = sending;
    this.posting = posting;
    this.telemetry = telemetry;
    this.time = time;
    this.repeats = new Repeats(time);
    this.loop =
        new NudgedLoop(
            "async",
            new NudgedLoop.Pace(POLL, BACKOFF, BACKOFF, Duration.ZERO, GRACE),
            _ -> turn(),
            telemetry::failure,
            time);
  }

  public void start() {
    loop.start();
  }

  @Override
  public void nudge() {
    loop.nudge();
  }

  /// Requests in all queues, as the last turn saw them.
  public int queued() {
    return queued;
  }

  /// Requests that are on their way to a model.
  public int inProgress() {
    return sent.size();
  }

  /// One turn over everything that has not settled.
  ///
  /// @return when the next turn is due, at the latest
  public synchronized Instant turn() {
    Instant now = time.instant();
    sweep(now);
    Instant next = earlier(hasRoom() ? sendAll(now) : now.plus(SWEEP), postAll(now));
    return earlier(next, now.plus(POLL));
  }

  /// Whether the answers of what is sent can be kept. On a full disk requests wait in their queue.
  private boolean hasRoom() {
    try {
      store.checkRoom();
      return true;
    } catch (StoreException _) {
      return false;
    }
  }

  private void sweep(Instant now) {
    if (now.isBefore(sweepAt)) {
      return;
    }
    sending.recover(sent::containsKey);
    sending.expire();
    int _ = store.<Integer>transact(tx -> tx.async().prune(now.minus(RETENTION), BATCH));
    sweepAt = now.plus(SWEEP);
  }

  private Instant sendAll(Instant now) {
    Instant next = Instant.MAX;
    int all = 0;
    for (var waiting : store.read(tx -> tx.async().waiting())) {
      all += waiting.count();
      next = earlier(next, now.plus(SWEEP));
      if (waiting.dueAt().isAfter(now)) {
        next = earlier(next, waiting.dueAt());
        continue;
      }
      int allowed = allowed(waiting.target(), now);
      int taken = allowed == 0 ? 0 : send(waiting.target(), allowed);
      if (taken == allowed) {
        next = earlier(next, now.plus(BUSY_POLL));
      }
    }
    queued = all;
    return next;
  }

  /// How many may be sent now, so that they take no place that another request waits for.
  private int allowed(AsyncTarget target, Instant now) {
    int own = 0;
    int unseen = 0;
    for (var one : sent.values()) {
      if (one.target().equals(target)) {
        own++;
        if (one.at().plus(SETTLES).isAfter(now)) {
          unseen++;
        }
      }
    }
    var room = sending.room(target);
    int free = room.empty() ? 1 - own : room.free() - unseen;
    int limit = Math.min(MAX_SENT_PER_TARGET - own, MAX_SENT - sent.size());
    return Math.max(0, Math.min(free, limit));
  }

  private int send(AsyncTarget target, int limit) {
    var taken = sending.take(target, limit);
    for (var request : taken) {
      sent.put(request.id(), new Sent(target, time.instant()));
      var _ = Thread.ofVirtual().name("async-" + request.id()).start(() -> sendOne(request));
    }
    return taken.size();
  }

  private void sendOne(AsyncRequest request) {
    try {
      var reply = sending.send(request);
      untilItIsWritten(request.id(), () -> sending.record(request, reply));
    } catch (RuntimeException e) {
      failed(request, e);
    } finally {
      sent.remove(request.id());
      nudge();
    }
  }

  private Instant postAll(Instant now) {
    Instant next = Instant.MAX;
    // Taken before the rows are read: one that came back in between has another row by now.
    var inHand = Set.copyOf(posted.keySet());
    for (var request : posting.waiting()) {
      if (!(request.webhook() instanceof AsyncWebhook.Due due) || inHand.contains(request.id())) {
        continue;
      }
      if (due.at().isAfter(now)) {
        return earlier(next, due.at());
      }
      if (posted.size() >= MAX_POSTED) {
        return next; // The end of one nudges.
      }
      posted.put(request.id(), now);
      var _ = Thread.ofVirtual().name("webhook-" + request.id()).start(() -> postOne(request));
    }
    return next;
  }

  private void postOne(AsyncRequest request) {
    try {
      int status = posting.post(request);
      untilItIsWritten(request.id(), () -> posting.record(request, status));
    } catch (RuntimeException e) {
      failed(request, e);
    } finally {
      posted.remove(request.id());
      nudge();
    }
  }

  /// A result that cannot be written is not given up while the process lives.
  private void untilItIsWritten(String id, Runnable write) {
    while (closed.getCount() > 0) {
      try {
        write.run();
        return;
      } catch (StoreException e) {
        telemetry.failure(id);
        repeats.say(
            e.fault().lasts() ? e.fault().name() : id,
            more ->
                LOG.atError()
                    .addKeyValue("requestId", id)
                    .addKeyValue("cause", e.getMessage())
                    .log(
                        "end of asynchronous request not written; retrying in {} s{}",
                        BACKOFF.toSeconds(),
                        more));
        pause(BACKOFF);
      }
    }
  }

  private void failed(AsyncRequest request, RuntimeException e) {
    if (closed.getCount() > 0) {
      telemetry.failure(request.id());
      LOG.atError()
          .addKeyValue("requestId", request.id())
          .setCause(e)
          .log("asynchronous request failed; retrying in {} s", BACKOFF.toSeconds());
      pause(BACKOFF);
    }
  }

  private void pause(Duration atMost) {
    try {
      var _ = closed.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /// Sends nothing more, and waits a moment for what is on its way. What is not back by then counts
  /// as left behind, and is put back by the next process.
  @Override
  public void close() {
    loop.close();
    long pieces = GRACE.toMillis() / BUSY_POLL.toMillis();
    for (long i = 0; i < pieces && (!sent.isEmpty() || !posted.isEmpty()); i++) {
      pause(BUSY_POLL);
    }
    closed.countDown();
  }
}
