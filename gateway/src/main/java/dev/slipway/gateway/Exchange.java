package dev.slipway.gateway;

import dev.slipway.gateway.Address.Action;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import org.jspecify.annotations.Nullable;

/// One request, from its head to the end of its answer: every decision about it, and none of its
/// bytes, which [Forwarder] and [Tunnel] move. It lives on the event loop of one lane.
///
/// ## The fence
///
/// A request is picked under one table and written to a replica later: a place may have to become
/// free, or a connection to open. [#taken] therefore looks at the table of the moment once more,
/// and writes the head in the same turn of the event loop, without giving the loop up in between.
/// Where the lease is not allowed any longer it is given back, and the request is picked again.
///
/// [Gateway#awaitQuiescent] runs a task on every lane's loop after the table was exchanged. On one
/// loop, turns do not overlap. So a check and its write lie either wholly before that task, and
/// then the head has left before the fence is confirmed; or wholly after it, and then the check has
/// seen the new table, because the exchange happens before the task is submitted. No third case
/// exists, whatever waited in between: a connection, a line, a retry, or an upgrade, which all come
/// through [#taken]. "Has left" holds because a head is only written to a connection on which
/// nothing else waits to be written ([Forwarder#isWhole]), and a loop flushes what it wrote before
/// it runs its next task.
final class Exchange extends Parking.Waiter implements Upstream.Taker {
  private static final int MAX_ATTEMPTS = 2;

  /// What it waits for, and so what its deadline means.
  private enum Waiting {
    BODY,
    PLACE,
    CONNECTION,
    ANSWER,
    PIECES,
    NOTHING
  }

  final Lane lane;
  final HttpServerRequest request;
  final HttpServerResponse response;
  final String id;
  private final Ticket ticket = new Ticket();
  private Waiting waiting = Waiting.NOTHING;
  private long deadline;
  private @Nullable Address address;
  private @Nullable Body body;
  private @Nullable Lease lease;
  private @Nullable Forwarder forwarder;
  private @Nullable Parking parkedAt;
  private int attempts;
  private @Nullable NetSocket tunnel;
  private boolean upgrade;
  private boolean done;

  /// The neighbours in the lane's list of what is going on.
  @Nullable Exchange before;

  @Nullable Exchange after;

  Exchange(Lane lane, HttpServerRequest request, String id) {
    this.lane = lane;
    this.request = request;
    this.response = request.response();
    this.id = id;
  }

  void start() {
    lane.enter(this);
    response.closeHandler(_ -> clientGone());
    response.exceptionHandler(_ -> clientGone());
    request.exceptionHandler(_ -> clientGone());
    var hosts = request.headers().getAll(HttpHeaders.HOST);
    if (hosts.size() != 1 && (hosts.size() > 1 || request.version() == HttpVersion.HTTP_1_1)) {
      refuse(Refusal.BAD_HOST);
      return;
    }
    var reading =
        Paths.read(lane.hostLabel(hosts.isEmpty() ? "" : hosts.getFirst()), request.uri());
    address = reading.address();
    if (reading.refusal() != null) {
      refuse(reading.refusal());
      return;
    }
    var to = address();
    var refusal = lane.authorize(request.getHeader(HttpHeaders.AUTHORIZATION), to.modelId());
    if (refusal == null) {
      refusal = unfit(to);
    }
    if (refusal != null) {
      refuse(refusal);
    } else if (to.action() == Action.WAKE) {
      wakeUp(to);
    } else {
      readBody();
    }
  }

  /// Answers a request that could not be read.
  void startInvalid() {
    lane.enter(this);
    var cause = request.decoderResult().cause();
    refuse(
        cause instanceof TooLongHttpLineException
            ? Refusal.LONG_PATH
            : cause instanceof TooLongHttpHeaderException ? Refusal.LONG_HEAD : Refusal.MALFORMED);
  }

  /// Whether there is, or may be, a body that nobody has read.
  boolean hasUnreadBody() {
    var known = body;
    return known == null
        ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
            || Headers.length(request.getHeader(HttpHeaders.CONTENT_LENGTH)) > 0
        : !known.isRead();
  }

  private Address address() {
    var to = address;
    if (to == null) {
      throw new IllegalStateException("no address (expected: one, after reading the path)");
    }
    return to;
  }

  /// Whether the method and the upgrade fit the path.
  private @Nullable Refusal unfit(Address to) {
    upgrade =
        request.method().equals(HttpMethod.GET)
            && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
            && Headers.lists(request.headers(), HttpHeaders.CONNECTION, "upgrade");
    return switch (to.action()) {
      case PREDICT, WAKE -> request.method().equals(HttpMethod.POST) ? null : Refusal.METHOD;
      case WEBSOCKET -> upgrade ? null : Refusal.NO_UPGRADE;
      case SYNC -> null;
    };
  }

  private void wakeUp(Address to) {
    var pick = Picker.pick(lane.table(), to, ticket);
    switch (pick) {
      case Lease taken -> {
        taken.givenBack();
        accepted();
      }
      case Pick.Full _ -> accepted();
      case Refusal why -> refuse(why);
    }
  }

  private void accepted() {
    finish();
    lane.sign(this).setStatusCode(202).end();
  }

  private void readBody() {
    var read = Body.of(request, upgrade, lane.settings().limits());
    switch (read) {
      case Refusal why -> refuse(why);
      case Body known -> {
        body = known;
        known.start(this);
      }
    }
  }

  /// A piece of the body came in while it is being held.
  void bodyProgress() {
    waitFor(Waiting.BODY, lane.settings().timeouts().idle().toNanos());
  }

  /// The body has been read as far as it is held; looks for a place.
  void ready() {
    if (!done) {
      seek();
    }
  }

  private void seek() {
    switch (Picker.pick(lane.table(), address(), ticket)) {
      case Lease taken -> {
        unpark();
        attempt(taken);
      }
      case Pick.Full full -> park(full.side().route());
      case Refusal why -> {
        unpark();
        refuse(why);
      }
    }
  }

  private void attempt(Lease taken) {
    lease = taken;
    waiting = Waiting.CONNECTION;
    lane.upstream(taken.endpoint()).take(this, lane.replicaIdleBefore());
  }

  @Override
  public void taken(Upstream.Connection connection, HttpClientRequest upstream) {
    var held = lease;
    if (done || held == null) {
      connection.close();
      return;
    }
    if (!Picker.allows(lane.table(), address(), held)) {
      // The connection is as good as before, but nothing may be written to it: see the fence.
      connection.close();
      lane.rerouted();
      lease = null;
      held.givenBack();
      seek();
      return;
    }
    attempts++;
    held.sent(lane.nanos(), lane.epochMillis());
    waitFor(Waiting.ANSWER, lane.settings().timeouts().answer().toNanos());
    var mover =
        upgrade
            ? new Tunnel(this, held, connection, upstream)
            : new Forwarder(this, held, connection, upstream);
    forwarder = mover;
    mover.send(address(), body());
  }

  private Body body() {
    var known = body;
    if (known == null) {
      throw new IllegalStateException("no body (expected: one, before a place is looked for)");
    }
    return known;
  }

  @Override
  public void refused(Throwable cause) {
    if (!done) {
      attempts++;
      failed(true);
    }
  }

  /// The attempt ended before the first byte of an answer.
  ///
  /// It is made once more where that cannot do harm: nothing was written; or the whole body is held
  /// and the connection was one that had served before, whose end without a byte means that the
  /// replica closed it while the request was on its way (DESIGN.md section 6); or the whole body is
  /// held and the method is idempotent (RFC 9110 section 9.2.2). A POST that was written to a new
  /// connection may have been acted upon, and is not sent again.
  void failed(boolean repeatable) {
    var held = lease;
    forwarder = null;
    if (done || held == null) {
      return;
    }
    if (repeatable && attempts < MAX_ATTEMPTS) {
      ticket.avoid = held.endpoint();
      lease = null;
      held.givenBack();
      lane.retried();
      seek();
      return;
    }
    held.lost();
    refuse(Refusal.BROKEN);
  }

  private void park(DeploymentRoute route) {
    if (route.rejectsWhenFull()) {
      unpark();
      refuse(Refusal.ALL_FULL);
      return;
    }
    var parking = route.parking();
    if (parkedAt == parking) {
      parking.rejoin(this);
      return;
    }
    unpark();
    if (deadline == 0 || waiting != Waiting.PLACE) {
      waitFor(Waiting.PLACE, lane.settings().timeouts().queue().toNanos());
    }
    parkedAt = parking;
    if (!parking.join(this, lane.settings().limits().queuedPerDeployment())) {
      parkedAt = null;
      refuse(Refusal.QUEUE_FULL);
    }
  }

  /// Ends the stay in a line after a wake-up.
  private void unpark() {
    var parking = parkedAt;
    if (parking != null) {
      parkedAt = null;
      ticket.woken = false;
      parking.left(this);
    }
  }

  @Override
  void wake() {
    lane.execute(() -> {
      if (done) {
        unpark();
      } else {
        ticket.woken = true;
        seek();
      }
    });
  }

  @Override
  boolean misplaced(Table table) {
    var to = address();
    var model = table.model(to.modelId());
    var route = model == null ? null : model.environments().get(to.name());
    return to.kind() == Address.Kind.ENVIRONMENT
        && (route == null || !ticket.pickedUnder(route.generation()));
  }

  private void clientGone() {
    if (done) {
      return;
    }
    finish();
    var held = lease;
    if (held != null) {
      held.clientGone();
    }
    var mover = forwarder;
    if (mover != null) {
      mover.abort();
    }
    var parking = parkedAt;
    if (parking != null && parking.leave(this)) {
      parkedAt = null;
    }
    lane.clientGone();
  }

  /// The deadline passed.
  void expire() {
    var mover = forwarder;
    var held = lease;
    switch (waiting) {
      case BODY -> refuse(Refusal.SLOW_BODY);
      case PLACE -> {
        var parking = parkedAt;
        // Where it was woken in this moment it is on its way out of the line, and not too late.
        if (parking != null && parking.leave(this)) {
          parkedAt = null;
          refuse(Refusal.QUEUE_TIMEOUT);
        }
      }
      case ANSWER, PIECES -> {
        forwarder = null;
        if (held != null) {
          held.lost();
        }
        if (mover != null) {
          mover.abort();
        }
        if (waiting == Waiting.ANSWER) {
          refuse(Refusal.NO_ANSWER);
        } else {
          cut();
        }
      }
      case CONNECTION, NOTHING -> {}
    }
  }

  long deadline() {
    return deadline;
  }

  private void waitFor(Waiting what, long nanos) {
    waiting = what;
    deadline = lane.coarseNanos() + nanos;
  }

  /// The head of the answer, or a piece of it, or of a streamed body, went through.
  void progress(boolean answering) {
    if (answering) {
      waiting = Waiting.PIECES;
    }
    deadline =
        lane.coarseNanos()
            + (waiting == Waiting.PIECES
                    ? lane.settings().timeouts().idle()
                    : lane.settings().timeouts().answer())
                .toNanos();
  }

  /// A piece went through a tunnel.
  void tunnelProgress() {
    waitFor(Waiting.PIECES, lane.settings().timeouts().tunnelIdle().toNanos());
  }

  /// The whole answer was handed on.
  void answered(int code) {
    finish();
    var held = lease;
    if (held != null) {
      held.answered(code, lane.nanos());
    }
  }

  /// The replica broke off after the head of its answer. Nobody can mend that: the client's
  /// connection ends too, so that it cannot take what it has for the whole.
  void brokenOff() {
    var held = lease;
    if (held != null) {
      held.lost();
    }
    cut();
  }

  private void cut() {
    if (!done) {
      finish();
      close();
    }
  }

  /// Answers with `why`, in place of a replica.
  void refuse(Refusal why) {
    if (done) {
      return;
    }
    finish();
    var held = lease;
    if (held != null) {
      held.givenBack();
    }
    var mover = forwarder;
    if (mover != null) {
      mover.abort();
    }
    if (response.headWritten()) {
      close();
    } else {
      lane.refuse(this, why);
    }
  }

  private void close() {
    var client = tunnel;
    if (client != null) {
      client.close();
    } else {
      request.connection().close();
    }
  }

  CharSequence attemptsText() {
    return attempts < MAX_ATTEMPTS ? Headers.ONCE : Headers.TWICE;
  }

  private void finish() {
    done = true;
    waiting = Waiting.NOTHING;
    lane.leave(this);
  }

  boolean isDone() {
    return done;
  }

  /// A streamed body passed the limit.
  void bodyTooLarge() {
    refuse(Refusal.TOO_LARGE);
  }

  /// Whether an answer with `status` has a body at all.
  boolean mayAnswerWithBody(int status) {
    return !request.method().equals(HttpMethod.HEAD) && status != 204 && status != 304;
  }

  /// The tunnel's two ends are joined: from now on the client's end is `client`.
  void tunnelled(NetSocket client) {
    tunnel = client;
  }

  void tunnelEnded() {
    if (!done) {
      answered(101);
    }
  }
}
