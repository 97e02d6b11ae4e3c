package dev.slipway.api.http;

import dev.slipway.api.http.Route.ErrorRenderer;
import dev.slipway.api.input.Problem;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One HTTP request and the way to answer it.
public final class HttpExchange {
  /// How long a refused body is read and discarded, so that its sender sees the answer.
  static final Duration LINGER = Duration.ofSeconds(2);

  /// Bytes that are gathered before they are written.
  private static final int CHUNK = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);

  private final HttpServerRequest request;
  private final Context context;
  private volatile boolean refused;

  public HttpExchange(HttpServerRequest request, Context context) {
    this.request = request;
    this.context = context;
  }

  HttpServerRequest request() {
    return request;
  }

  boolean refused() {
    return refused;
  }

  /// Answers before the body was read; to be called on the event loop.
  ///
  /// @param allow methods of the path, for 405
  public void refuse(Problem problem, String allow, ErrorRenderer errors) {
    if (refused || request.response().headWritten()) {
      return;
    }
    refused = true;
    Reply reply = errors.render(problem);
    if (problem.status() == 405) {
      reply = reply.with("Allow", allow);
    }
    if (problem.status() == 401) {
      reply = reply.with("WWW-Authenticate", "Api-Key");
    }
    write(reply);
  }

  /// Discards what the client still sends, for [#LINGER], then closes the connection.
  private void drain() {
    request.handler(_ -> {});
    request.exceptionHandler(_ -> {});
    request.endHandler(_ -> {});
    request.resume();
    request.response().putHeader("Connection", "close");
    context.owner().setTimer(LINGER.toMillis(), _ -> request.connection().close());
  }

  /// Answers from the handler's thread.
  void send(Reply reply) {
    switch (reply) {
      case Reply.Whole whole -> context.runOnContext(_ -> write(whole));
      case Reply.Streamed streamed -> stream(streamed);
      case Reply.Live _ -> {} // is played once the request's place was given back
    }
  }

  /// Writes a long response until its script ends or the client is gone.
  void play(Reply.Live live, LongResponses longResponses) {
    HttpServerResponse response = request.response();
    var streamClient = new StreamClient(response, longResponses.bell());
    longResponses.joined(streamClient);
    try (var _ = live.place()) {
      if (response.closed() || request.method().equals(HttpMethod.HEAD)) {
        context.runOnContext(_ -> response.end());
        return;
      }
      head(response, live);
      live.headers().forEach(response::putHeader);
      response.setChunked(true);
      response.writeHead();
      live.script().play(streamClient);
      response.end();
    } catch (IOException | RuntimeException e) {
      LOG.atInfo()
          .addKeyValue("cause", e.toString())
          .log("long response ended early; its client is gone or was cut off");
      response.reset();
    } finally {
      longResponses.left(streamClient);
    }
  }

  private void write(Reply reply) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.headWritten() || !(reply instanceof Reply.Whole whole)) {
      return;
    }
    if (!request.isEnded()) {
      drain();
    }
    head(response, reply);
    whole.headers().forEach(response::putHeader);
    boolean empty = whole.status() == 204;
    if (!empty) {
      response.putHeader("Content-Length", String.valueOf(whole.body().length()));
    }
    if (empty || request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(whole.body());
    }
  }

  private static void head(HttpServerResponse response, Reply reply) {
    response.setStatusCode(reply.status());
    response.putHeader("Content-Type", reply.contentType());
    response.putHeader("Cache-Control", "no-store");
  }

  private void stream(Reply.Streamed reply) {
    HttpServerResponse response = request.response();
    head(response, reply);
    if (reply.length() >= 0) {
      response.putHeader("Content-Length", String.valueOf(reply.length()));
    } else {
      response.setChunked(true);
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
      return;
    }
    try (var out = new BufferedOutputStream(new ByteSink(response), CHUNK)) {
      reply.content().writeTo(out);
      out.flush();
      response.end();
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("cause", e.toString())
          .log("streamed response cut short; the client gets no more of it");
      response.reset();
    }
  }
}
