package dev.slipway.gateway.proxy;

import dev.slipway.gateway.error.ErrorAnswer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import org.jspecify.annotations.Nullable;

/// The end of one exchange. Each of the ways to end it may be called at any time and any number of
/// times: the first one counts.
public final class ExchangeEnd {
  private final RequestContext context;
  private final HttpServerRequest request;
  private final String id;
  private final ActiveExchanges.Entry entry;
  private @Nullable Attempts attempts;
  private @Nullable Body body;
  private @Nullable NetSocket tunnel;
  private boolean done;

  /// The attempts to get an answer from a replica, which are told how the exchange ended.
  interface Attempts {
    /// The whole answer was handed on.
    void answered(int code);

    /// The replica let the request down, and it is not sent again.
    void lost();

    /// The client went away.
    void clientGone();

    /// The gateway answers in the replica's place.
    void refused();
  }

  /// @param entry in the lane's list of what is in progress
  ExchangeEnd(
      RequestContext context, HttpServerRequest request, String id, ActiveExchanges.Entry entry) {
    this.context = context;
    this.request = request;
    this.id = id;
    this.entry = entry;
  }

  /// From now on `tried` gets the request, with `sent` as its body, answered by a replica.
  void follows(Attempts tried, Body sent) {
    attempts = tried;
    body = sent;
  }

  public boolean isDone() {
    return done;
  }

  /// The tunnel's two ends are joined: from now on the client's end is `client`.
  void tunnelled(NetSocket client) {
    tunnel = client;
  }

  void clientGone() {
    if (!done) {
      finish();
      // Counted first: a model that sees its connection end finds it counted.
      context.meters().clientGone();
      if (attempts != null) {
        attempts.clientGone();
      }
    }
  }

  /// The whole answer was handed on.
  void answered(int code) {
    if (!done) {
      finish();
      if (attempts != null) {
        attempts.answered(code);
      }
    }
  }

  /// The replica broke off after the head of its answer. Nothing can mend that: the client's
  /// connection ends too, so that it cannot take what it has for the whole.
  void brokenOff() {
    if (!done) {
      finish();
      lose();
      close();
    }
  }

  /// No answer came in time, or none that could be waited for; the client is told `why`.
  void gaveUp(ErrorAnswer why) {
    if (!done) {
      lose();
      refuse(why);
    }
  }

  private void lose() {
    if (attempts != null) {
      attempts.lost();
    }
  }

  /// Answers with `json`, in place of a replica.
  public void answer(int status, Buffer json) {
    if (!done) {
      finish();
      signed().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, Headers.JSON).end(json);
    }
  }

  /// Answers with `status` and nothing else, in place of a replica.
  void answer(int status) {
    if (!done) {
      finish();
      signed().setStatusCode(status).end();
    }
  }

  private HttpServerResponse signed() {
    return context.answers().sign(request.response(), id);
  }

  /// Answers with `why`, in place of a replica.
  public void refuse(ErrorAnswer why) {
    if (done) {
      return;
    }
    finish();
    if (attempts != null) {
      attempts.refused();
    }
    if (request.response().headWritten()) {
      close();
    } else {
      context.answers().refuse(request, id, why, hasUnreadBody());
    }
  }

  private boolean hasUnreadBody() {
    return body == null
        ? request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
            || Headers.length(request.getHeader(HttpHeaders.CONTENT_LENGTH)) > 0
        : !body.isRead();
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
    context.active().leave(entry, context.deadlines().now());
  }
}
