package dev.slipway.gateway.proxy;

import dev.slipway.gateway.connection.Upstream;
import dev.slipway.gateway.route.Address;
import dev.slipway.gateway.route.Lease;
import io.netty.util.AsciiString;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Moves the bytes of one attempt between a client and a replica, and tells the [ProxyExchange]
/// what happens. It decides nothing about routes.
class Forwarder implements Body.Streamer {
  private static final CharSequence NOTHING = HttpHeaders.createOptimized("0");
  private static final int FIRST_FINAL_STATUS = 200;
  private static final int NO_CONTENT = 204;

  final ProxyExchange exchange;
  final Lease lease;
  final HttpClientRequest upstream;
  final Upstream.Connection connection;
  private @Nullable Body body;
  private @Nullable Future<Void> written;
  private @Nullable Future<Void> departure;
  private @Nullable Buffer whole;
  private long length = -1;
  private int status;
  private boolean closes;
  private boolean over;

  Forwarder(
      ProxyExchange exchange,
      Lease lease,
      Upstream.Connection connection,
      HttpClientRequest upstream) {
    this.exchange = exchange;
    this.lease = lease;
    this.connection = connection;
    this.upstream = upstream;
  }

  /// Writes the head, and the body as far as it is there. Nothing between the caller's look at the
  /// table and this write may give up the event loop.
  final void send(Address address, Body sent) {
    body = sent;
    upstream.setMethod(exchange.request().method()).setURI(uri(address));
    var from = exchange.request().headers();
    Headers.toModel(
        from,
        upstream.headers(),
        exchange.id(),
        exchange.clientAddress(),
        exchange.host(),
        exchange.context().settings().tls() == null ? Headers.HTTP : Headers.HTTPS);

    upstream.response().onComplete(this::head, this::failed);
    write(sent);
  }

  private String uri(Address address) {
    return switch (address.action()) {
      case SYNC -> address.query().isEmpty() ? address.rest() : address.rest() + address.query();
      case PREDICT, WAKE, ASYNC_PREDICT, ASYNC_QUEUE_STATUS, ASYNC_REQUEST ->
          withQuery(lease.deployment().predictPath(), address);
      case WEBSOCKET -> withQuery(Tunnel.path(lease.deployment().predictPath()), address);
    };
  }

  private static String withQuery(String path, Address address) {
    return address.query().isEmpty() ? path : path + address.query();
  }

  void write(Body sent) {
    if (sent.isStreamed()) {
      if (!sent.isSized()) {
        upstream.setChunked(true);
      }
      departs(upstream.writeHead());
      sent.stream(upstream, this);
    } else if (sent.isEmpty()) {
      if (!sent.isSized() && mayHaveBody(exchange.request().method())) {
        upstream.putHeader(HttpHeaders.CONTENT_LENGTH, NOTHING);
      }
      watch(upstream.end());
    } else {
      watch(upstream.end(sent.held()));
    }
  }

  private void watch(Future<Void> left) {
    written = left;
    departs(left);
  }

  /// The head, and what was written with it, is on its way.
  ///
  /// @param left completes when it has left
  final void departs(Future<Void> left) {
    departure = left;
    exchange.context().departures().add(left);
  }

  private static boolean mayHaveBody(HttpMethod method) {
    return method.equals(HttpMethod.POST)
        || method.equals(HttpMethod.PUT)
        || method.equals(HttpMethod.PATCH);
  }

  /// No answer came.
  private void failed(Throwable cause) {
    if (over) {
      return;
    }
    over = true;
    connection.close();
    boolean ended = cause instanceof HttpClosedException || cause instanceof IOException;
    if (!ended) {
      connection.blame(unread(cause));
    }
    boolean stale = connection.served() && (ended || connection.saidNonsense());
    exchange.failed(
        isRepeatable()
            && (stale
                || (ended
                    && (exchange.isPrediction() || isIdempotent(exchange.request().method())))));
  }

  /// What was wrong with an answer, without anything of it: it may be a part of a body.
  private String unread(Throwable cause) {
    return connection.saidNonsense() || cause instanceof NumberFormatException
        ? "sent what is no answer"
        : "sent an answer that cannot be read: " + cause.getMessage();
  }

  private boolean isRepeatable() {
    var sent = body;
    return sent != null && sent.isRepeatable();
  }

  private static boolean isIdempotent(HttpMethod method) {
    return method.equals(HttpMethod.GET)
        || method.equals(HttpMethod.HEAD)
        || method.equals(HttpMethod.PUT)
        || method.equals(HttpMethod.DELETE)
        || method.equals(HttpMethod.OPTIONS)
        || method.equals(HttpMethod.TRACE);
  }

  void head(HttpClientResponse answer) {
    if (over) {
      return;
    }
    status = answer.statusCode();
    if (status < FIRST_FINAL_STATUS) {
      unfit("answered " + status + " to a request that did not ask for it", false);
      return;
    }
    if (precedesRequest()) {
      unfit("sent an answer before the request had left", isRepeatable());
      return;
    }
    var size = answer.headers().get(HttpHeaders.CONTENT_LENGTH);
    if (size == null && isCoded(answer)) {
      unfit("sent its body in a transfer coding that was not asked for", false);
      return;
    }
    lease.headed(exchange.context().nanos());
    closes = closesAfter(answer);
    var response = exchange.response();
    response.setStatusCode(status);
    Headers.toClient(answer.headers(), response.headers());
    exchange.sign(lease);
    length = Headers.length(size);
    if (status == NO_CONTENT) {
      response.headers().remove(HttpHeaders.CONTENT_LENGTH); // RFC 9110 section 8.6.
    }
    answer.exceptionHandler(_ -> broken());
    answer.handler(piece -> piece(answer, piece));
    answer.endHandler(_ -> end());
    exchange.answerProgress();
    if (size == null && exchange.mayAnswerWithBody(status)) {
      response.setChunked(true);
      if (exchange.request().version() == HttpVersion.HTTP_1_1) {
        response.writeHead();
      }
    }
  }

  /// Whether the answer was there before its request had left, on a connection that has served:
  /// then it is none to this request. A new connection may answer early, say with 413.
  private boolean precedesRequest() {
    var left = departure;
    return connection.served() && left != null && !left.isComplete();
  }

  private void unfit(String why, boolean repeatable) {
    over = true;
    connection.close();
    connection.blame(why);
    exchange.failed(repeatable);
  }

  /// Whether the body is in another form than it says to the client, who is not told of it: the
  /// field is one connection's (RFC 9112 section 6.1), and without TE only chunks may be sent.
  private static boolean isCoded(HttpClientResponse answer) {
    var coding = answer.headers().get(HttpHeaders.TRANSFER_ENCODING);
    return coding != null && !AsciiString.contentEqualsIgnoreCase(HttpHeaders.CHUNKED, coding);
  }

  private static boolean closesAfter(HttpClientResponse answer) {
    if (Headers.lists(answer.headers(), HttpHeaders.CONNECTION, "close")) {
      return true;
    }
    return answer.version() == HttpVersion.HTTP_1_0
        && !AsciiString.contentEqualsIgnoreCase(
            answer.headers().get(HttpHeaders.CONNECTION), "keep-alive");
  }

  private void piece(HttpClientResponse answer, Buffer piece) {
    if (over) {
      return;
    }
    if (piece.length() == length) {
      // The whole body in one piece: its end follows in this turn, and all goes out in one write.
      whole = piece;
      return;
    }
    exchange.answerProgress();
    var response = exchange.response();
    response.write(piece);
    if (response.writeQueueFull()) {
      answer.pause();
      response.drainHandler(_ -> {
        exchange.answerProgress();
        answer.resume();
      });
    }
  }

  private void end() {
    if (over) {
      return;
    }
    over = true;
    var sent = body;
    boolean read = sent != null && sent.isRead();
    connection.release(isWhole(read), exchange.context().deadlines().now());
    exchange.end().answered(status);
    var last = whole;
    Future<Void> done = last == null ? exchange.response().end() : exchange.response().end(last);
    if (!read && sent != null) {
      sent.discard();
      exchange.closeAfter(done);
    } else if (exchange.request().version() == HttpVersion.HTTP_1_0 && length < 0) {
      exchange.closeAfter(done);
    }
  }

  /// Whether the connection has nothing left to write or to read, and may serve again.
  private boolean isWhole(boolean read) {
    var end = written;
    return read && !closes && end != null && end.isComplete() && end.succeeded();
  }

  /// The replica ended the connection in the middle of its answer.
  private void broken() {
    if (over) {
      return;
    }
    over = true;
    connection.close();
    var response = exchange.response();
    if (response.headWritten()) {
      exchange.end().brokenOff();
    } else {
      response.headers().clear();
      exchange.failed(false);
    }
  }

  /// Stops moving bytes; the connection to the replica is closed.
  void abort() {
    if (!over) {
      over = true;
      connection.close();
    }
  }

  final boolean isOver() {
    return over;
  }

  @Override
  public final void bodyTooLarge() {
    if (!over) {
      exchange.end().refuse(ProxyErrors.TOO_LARGE);
    }
  }

  @Override
  public final void bodyProgress() {
    exchange.streamProgress();
  }

  @Override
  public final void bodyEnded() {
    if (!over) {
      written = upstream.end();
    }
  }

  /// The answer to the client, for subclasses.
  final HttpServerResponse response() {
    return exchange.response();
  }
}
