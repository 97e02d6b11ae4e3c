package dev.slipway.gateway.proxy;

import dev.slipway.gateway.error.ErrorAnswer;
import dev.slipway.gateway.route.Address;
import dev.slipway.gateway.route.Address.Action;
import dev.slipway.gateway.route.Lease;
import dev.slipway.gateway.route.Paths;
import dev.slipway.gateway.route.Pick;
import dev.slipway.gateway.route.PickState;
import dev.slipway.gateway.route.Picker;
import dev.slipway.gateway.route.Refused;
import dev.slipway.gateway.route.RequestTarget;
import dev.slipway.gateway.settings.ProxyTimeouts;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request, from its head to the end of its answer: its caller, its address, and how long each
/// part may take. [Dispatch] finds it a replica; [Forwarder] and [Tunnel] move its bytes;
/// [ExchangeEnd] says how it ended. It lives on the event loop of one lane.
public final class ProxyExchange extends ActiveExchanges.Entry implements Body.Holder {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyExchange.class);

  /// The longest that a model may take for an asynchronous request, as published.
  private static final Duration ASYNC_ANSWER = Duration.ofHours(1);

  /// The event it waits for, which decides what a passed deadline means.
  private enum Waiting {
    BODY,
    PLACE,
    CONNECTION,
    ANSWER,
    PIECES,
    NOTHING
  }

  private final RequestContext context;
  private final AsyncHandler async;
  private final HttpServerRequest request;
  private final String id;
  private final boolean asynchronous;
  private final ExchangeEnd end;
  private Waiting waiting = Waiting.NOTHING;
  private long deadline;
  private String host = "";
  private @Nullable Dispatch dispatch;
  private boolean upgrade;

  /// @param asynchronous whether it carries a request that was accepted before, so that nobody
  ///   waits on its connection
  ProxyExchange(
      RequestContext context,
      AsyncHandler async,
      HttpServerRequest request,
      String id,
      boolean asynchronous) {
    this.context = context;
    this.async = async;
    this.request = request;
    this.id = id;
    this.asynchronous = asynchronous;
    this.end = new ExchangeEnd(context, request, id, this);
  }

  /// Takes the request on.
  void start() {
    enter();
    request.response().closeHandler(_ -> end.clientGone());
    request.response().exceptionHandler(_ -> end.clientGone());
    request.exceptionHandler(_ -> end.clientGone());
    try {
      route();
    } catch (RuntimeException | LinkageError e) {
      // A bug of ours: the client gets an answer all the same, and the log says where it was.
      LOG.atError()
          .addKeyValue("requestId", id)
          .addKeyValue("deploymentId", dispatch == null ? null : dispatch.deploymentId())
          .addKeyValue("replicaId", dispatch == null ? null : dispatch.replicaId())
          .setCause(e)
          .log("request failed inside the gateway; the client gets 500");
      end.refuse(ProxyErrors.OURS);
    }
  }

  private void enter() {
    context.deadlines().ensureTicking();
    context.active().enter(this, request.connection());
  }

  private void route() {
    if (!context.isLoaded()) {
      end.refuse(ProxyErrors.STARTING);
      return;
    }
    var named = hostField();
    if (named == null) {
      end.refuse(ProxyErrors.BAD_HOST);
      return;
    }
    var path = request.uri();
    host = named;
    if (!path.startsWith("/")) {
      var target = RequestTarget.of(named, path);
      host = target.host();
      path = target.path();
    }
    switch (Paths.read(context.hostLabel(host), path)) {
      case Refused(var why) -> {
        if (!HealthPaths.answered(path, request, context.answers(), end)) {
          end.refuse(why);
        }
      }
      case Address to -> {
        var why = context.authorize(request.getHeader(HttpHeaders.AUTHORIZATION), to.modelId());
        if (why == null) {
          why = unfit(to);
        }
        if (why != null) {
          end.refuse(why);
        } else if (to.action() == Action.WAKE) {
          wakeUp(to);
        } else if (to.action().isAsync()) {
          async.handle(this, to);
        } else {
          readBody(to);
        }
      }
    }
  }

  /// Null where there is not one Host, as HTTP/1.1 wants it; HTTP/1.0 may do without.
  private @Nullable String hostField() {
    var host = request.getHeader(HttpHeaders.HOST);
    if (host == null) {
      return request.version() == HttpVersion.HTTP_1_1 ? null : "";
    }
    return request.headers().getAll(HttpHeaders.HOST).size() == 1 ? host : null;
  }

  /// Answers a request that could not be read.
  void startInvalid() {
    enter();
    var cause = request.decoderResult().cause();
    end.refuse(
        cause instanceof TooLongHttpLineException
            ? ProxyErrors.LONG_PATH
            : cause instanceof TooLongHttpHeaderException
                ? ProxyErrors.LONG_HEAD
                : ProxyErrors.MALFORMED);
  }

  /// Whether the method and the upgrade fit the path.
  private @Nullable ErrorAnswer unfit(Address to) {
    upgrade =
        request.method().equals(HttpMethod.GET)
            && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
            && Headers.lists(request.headers(), HttpHeaders.CONNECTION, "upgrade");
    return Methods.unfit(to.action(), request.method(), upgrade);
  }

  private void wakeUp(Address to) {
    switch (Picker.pick(context.table(), to, PickState.asking())) {
      case Lease taken -> {
        taken.givenBack();
        end.answer(202);
      }
      case Pick.Full full -> {
        context.call(full.side().route());
        end.answer(202);
      }
      case Refused(var why) -> end.refuse(why);
    }
  }

  private void readBody(Address to) {
    switch (Body.of(request, upgrade, context.settings().limits())) {
      case BodyReading.Unfit(var why) -> end.refuse(why);
      case Body known -> {
        var why = known.isExpected() ? unreachable(to) : null;
        if (why != null) {
          end.refuse(why);
          return;
        }
        guard(known);
        var attempts = new Dispatch(this, to, known);
        dispatch = attempts;
        end.follows(attempts, known);
        known.start(this);
      }
    }
  }

  /// Why there is nobody to ask for the answer; null: there is. A body that would come for nothing
  /// is not asked for.
  private @Nullable ErrorAnswer unreachable(Address to) {
    return switch (Picker.pick(context.table(), to, PickState.asking())) {
      case Lease taken -> {
        taken.givenBack();
        yield null;
      }
      case Pick.Full _ -> null;
      case Refused(var why) -> why;
    };
  }

  /// Answers the client where a body that comes in chunks cannot be read.
  public void guard(Body body) {
    if (body.isChunked()) {
      ChunkGuard.watch((HttpServerConnection) request.connection(), end);
    }
  }

  @Override
  public void ready() {
    if (!end.isDone() && dispatch != null) {
      dispatch.seek();
    }
  }

  @Override
  void closing() {
    if (!end.isDone() && dispatch != null) {
      dispatch.closing();
    }
  }

  @Override
  void tableChanged() {
    if (!end.isDone() && dispatch != null) {
      dispatch.tableChanged();
    }
  }

  boolean isUpgrade() {
    return upgrade;
  }

  boolean isPrediction() {
    return dispatch != null && dispatch.isPrediction();
  }

  public RequestContext context() {
    return context;
  }

  public HttpServerRequest request() {
    return request;
  }

  public HttpServerResponse response() {
    return request.response();
  }

  public String id() {
    return id;
  }

  /// The host that the request is for; empty where it names none.
  String host() {
    return host;
  }

  public ExchangeEnd end() {
    return end;
  }

  /// Whether an answer with `status` has a body at all.
  boolean mayAnswerWithBody(int status) {
    return !request.method().equals(HttpMethod.HEAD) && status != 204 && status != 304;
  }

  CharSequence attemptsText() {
    return dispatch == null ? Headers.ONCE : dispatch.attemptsText();
  }

  /// Adds to the answer what every answer of a replica carries.
  void sign(Lease lease) {
    context.answers().sign(response(), id, attemptsText(), lease);
  }

  /// Closes the client's connection after its answer.
  void closeAfter(Future<Void> answered) {
    context.answers().closeAfter(request, answered);
  }

  /// The attempt failed before the first byte of an answer; ends it unless it is made again.
  void failed(boolean repeatable) {
    if (dispatch != null) {
      dispatch.failed(repeatable);
    }
  }

  // How long it may take.

  @Override
  long deadline() {
    return deadline;
  }

  private void waitFor(Waiting what, Duration time) {
    waiting = what;
    deadline = context.deadlines().now() + time.toNanos();
  }

  private ProxyTimeouts timeouts() {
    return context.settings().timeouts();
  }

  @Override
  public void bodyProgress() {
    waitFor(Waiting.BODY, timeouts().idle());
  }

  /// The body has come in, and is dealt with elsewhere.
  public void bodyEnded() {
    waiting = Waiting.NOTHING;
  }

  void waitForPlace() {
    if (waiting != Waiting.PLACE) {
      waitFor(Waiting.PLACE, timeouts().queue());
    }
  }

  /// Connecting has its own timeout; this one is for a connection that says nothing at all.
  void waitForConnection() {
    var connect = timeouts().connect();
    waitFor(Waiting.CONNECTION, connect.plus(connect));
  }

  void waitForAnswer() {
    waitFor(Waiting.ANSWER, asynchronous ? ASYNC_ANSWER : timeouts().answer());
  }

  /// The head of the answer, or a piece of it, went through.
  void answerProgress() {
    waitFor(Waiting.PIECES, timeouts().idle());
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
    waitFor(Waiting.PIECES, timeouts().tunnelIdle());
  }

  @Override
  void expire() {
    if (end.isDone()) {
      return;
    }
    switch (waiting) {
      case BODY -> end.refuse(ProxyErrors.SLOW_BODY);
      case PLACE -> {
        // Where it was called out of the line in this moment it is not too late.
        var why = dispatch == null ? null : dispatch.giveUp();
        if (why != null) {
          end.refuse(why);
        }
      }
      case ANSWER -> end.gaveUp(ProxyErrors.NO_ANSWER);
      case PIECES -> end.brokenOff();
      case CONNECTION -> end.gaveUp(ProxyErrors.BROKEN);
      case NOTHING -> {}
    }
  }
}
