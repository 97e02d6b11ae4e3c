package dev.slipway.gateway;

import dev.slipway.gateway.Address.Action;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One request, from its head to the end of its answer: who asks for what, how long that may take,
/// and how it ended. [Dispatch] finds it a replica; [Forwarder] and [Tunnel] move its bytes. It
/// lives on the event loop of one lane, and ends exactly once.
final class Exchange {
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
  private Waiting waiting = Waiting.NOTHING;
  private long deadline;
  private @Nullable Body body;
  private @Nullable Dispatch dispatch;
  private @Nullable NetSocket tunnel;
  private boolean upgrade;
  private boolean done;

  /// It is one that was accepted before, and nobody waits on its connection.
  boolean asynchronous;

  /// The connection that it came on; null before [Lane#enter].
  Clients.@Nullable Client client;

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
    var host = host();
    if (host == null) {
      refuse(Refusal.BAD_HOST);
      return;
    }
    switch (Paths.read(lane.hostLabel(host), request.uri())) {
      case Refusal why -> refuse(why);
      case Address to -> {
        var why = lane.authorize(request.getHeader(HttpHeaders.AUTHORIZATION), to.modelId());
        if (why == null) {
          why = unfit(to);
        }
        if (why != null) {
          refuse(why);
        } else if (to.action() == Action.WAKE) {
          wakeUp(to);
        } else if (to.action().isAsync()) {
          lane.asyncDoor().enter(this, to);
        } else {
          readBody(to);
        }
      }
    }
  }

  /// Null where there is not one Host, as HTTP/1.1 wants it; HTTP/1.0 may do without.
  private @Nullable String host() {
    var host = request.getHeader(HttpHeaders.HOST);
    if (host == null) {
      return request.version() == HttpVersion.HTTP_1_1 ? null : "";
    }
    return request.headers().getAll(HttpHeaders.HOST).size() == 1 ? host : null;
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

  /// Whether the method and the upgrade fit the path.
  private @Nullable Refusal unfit(Address to) {
    upgrade =
        request.method().equals(HttpMethod.GET)
            && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
            && Headers.lists(request.headers(), HttpHeaders.CONNECTION, "upgrade");
    return Methods.unfit(to.action(), request.method(), upgrade);
  }

  private void wakeUp(Address to) {
    var ticket = new Ticket();
    ticket.asks = true;
    switch (Picker.pick(lane.table(), to, ticket)) {
      case Lease taken -> {
        taken.givenBack();
        accepted();
      }
      case Pick.Full full -> {
        lane.call(full.side().route());
        accepted();
      }
      case Refusal why -> refuse(why);
    }
  }

  private void accepted() {
    finish();
    lane.sign(this).setStatusCode(202).end();
  }

  private void readBody(Address to) {
    switch (Body.of(request, upgrade, lane.settings().limits())) {
      case Refusal why -> refuse(why);
      case Body known -> {
        body = known;
        dispatch = new Dispatch(this, to, known);
        known.start(this);
      }
    }
  }

  /// The body has been read as far as it is held; looks for a place.
  void ready() {
    if (!done && dispatch != null) {
      dispatch.seek();
    }
  }

  /// The gateway is about to close.
  void closing() {
    if (!done && dispatch != null) {
      dispatch.closing();
    }
  }

  void tableChanged() {
    if (!done && dispatch != null) {
      dispatch.tableChanged();
    }
  }

  boolean isUpgrade() {
    return upgrade;
  }

  boolean isDone() {
    return done;
  }

  boolean isPrediction() {
    return dispatch != null && dispatch.isPrediction();
  }

  /// Whether there is, or may be, a body that nobody has read.
  boolean hasUnreadBody() {
    return body == null
        ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
            || Headers.length(request.getHeader(HttpHeaders.CONTENT_LENGTH)) > 0
        : !body.isRead();
  }

  /// Whether an answer with `status` has a body at all.
  boolean mayAnswerWithBody(int status) {
    return !request.method().equals(HttpMethod.HEAD) && status != 204 && status != 304;
  }

  String clientAddress() {
    return client == null ? "" : client.address();
  }

  CharSequence attemptsText() {
    return dispatch == null ? Headers.ONCE : dispatch.attemptsText();
  }

  // How long it may take.

  long deadline() {
    return deadline;
  }

  private void waitFor(Waiting what, Duration time) {
    waiting = what;
    deadline = lane.coarseNanos() + time.toNanos();
  }

  /// A piece of the body came in while it is being held.
  void bodyProgress() {
    waitFor(Waiting.BODY, lane.settings().timeouts().idle());
  }

  /// The body has come in, and is dealt with elsewhere.
  void bodyEnded() {
    waiting = Waiting.NOTHING;
  }

  void waitForPlace() {
    if (waiting != Waiting.PLACE) {
      waitFor(Waiting.PLACE, lane.settings().timeouts().queue());
    }
  }

  /// Connecting has its own timeout; this one is for a connection that says nothing at all.
  void waitForConnection() {
    var connect = lane.settings().timeouts().connect();
    waitFor(Waiting.CONNECTION, connect.plus(connect));
  }

  void waitForAnswer() {
    waitFor(Waiting.ANSWER, asynchronous ? Loopback.ANSWER : lane.settings().timeouts().answer());
  }

  /// The head of the answer, or a piece of it, went through.
  void answerProgress() {
    waitFor(Waiting.PIECES, lane.settings().timeouts().idle());
  }

  /// A piece of a streamed body went through.
  void streamProgress() {
    if (waiting == Waiting.PIECES) {
      answerProgress();
    } else {
      waitForAnswer();
    }
  }

  /// A piece went through a tunnel.
  void tunnelProgress() {
    waitFor(Waiting.PIECES, lane.settings().timeouts().tunnelIdle());
  }

  /// The deadline passed.
  void expire() {
    switch (waiting) {
      case BODY -> refuse(Refusal.SLOW_BODY);
      case PLACE -> {
        // Where it was called out of the line in this moment it is not too late.
        var why = dispatch == null ? null : dispatch.giveUp();
        if (why != null) {
          refuse(why);
        }
      }
      case ANSWER -> {
        lose();
        refuse(Refusal.NO_ANSWER);
      }
      case PIECES -> brokenOff();
      case CONNECTION -> {
        lose();
        refuse(Refusal.BROKEN);
      }
      case NOTHING -> {}
    }
  }

  // How it ends. Each of these ends it, where nothing has.

  private void clientGone() {
    if (!done) {
      finish();
      // Counted first: who sees the model's connection end finds it counted.
      lane.clientGone();
      if (dispatch != null) {
        dispatch.clientGone();
      }
    }
  }

  /// The whole answer was handed on.
  void answered(int code) {
    if (!done) {
      finish();
      if (dispatch != null) {
        dispatch.answered(code);
      }
    }
  }

  /// The attempt failed before the first byte of an answer; ends it unless it is made again.
  void failed(boolean repeatable) {
    if (dispatch != null) {
      dispatch.failed(repeatable);
    }
  }

  /// The replica broke off after the head of its answer. Nobody can mend that: the client's
  /// connection ends too, so that it cannot take what it has for the whole.
  void brokenOff() {
    if (!done) {
      finish();
      lose();
      close();
    }
  }

  private void lose() {
    if (dispatch != null) {
      dispatch.lost();
    }
  }

  /// A streamed body passed the limit.
  void bodyTooLarge() {
    refuse(Refusal.TOO_LARGE);
  }

  /// The tunnel's two ends are joined: from now on the client's end is `client`.
  void tunnelled(NetSocket client) {
    tunnel = client;
  }

  void tunnelEnded() {
    answered(101);
  }

  /// Answers with `json`, in place of a replica.
  void answer(int status, Buffer json) {
    if (!done) {
      finish();
      lane.sign(this)
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, Headers.JSON)
          .end(json);
    }
  }

  /// Answers with `why`, in place of a replica.
  void refuse(Refusal why) {
    if (done) {
      return;
    }
    finish();
    if (dispatch != null) {
      dispatch.refused();
    }
    if (response.headWritten()) {
      close();
    } else {
      lane.refuse(this, why);
    }
  }

  private void close() {
    if (tunnel != null) {
      tunnel.close();
    } else {
      request.connection().close();
    }
  }

  private void finish() {
    done = true;
    waiting = Waiting.NOTHING;
    lane.leave(this);
  }
}
