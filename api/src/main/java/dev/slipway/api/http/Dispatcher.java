package dev.slipway.api.http;

import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Query;
import dev.slipway.engine.port.routes.ApiKey;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import tools.jackson.databind.JsonNode;

/// Takes requests on the event loop: matches a route, checks the caller, reads the body, and hands
/// the request to a virtual thread of its own.
public final class Dispatcher {
  /// Requests that are worked on at the same time.
  static final int MAX_AT_WORK = 256;

  /// The longest time that a body may take to arrive, unless the handler reads it.
  static final Duration BODY_TIMEOUT = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final Router router;
  private final Authenticator authenticator;
  private final Errors errors;
  private final PublicUrl publicUrl;
  private final LongResponses longResponses;
  private final Logger log;
  private final Semaphore places = new Semaphore(MAX_AT_WORK);

  /// @param log where a line is written for each call that may have changed something
  public Dispatcher(
      Vertx vertx,
      Router router,
      Authenticator authenticator,
      Errors errors,
      PublicUrl publicUrl,
      LongResponses longResponses,
      Logger log) {
    this.vertx = vertx;
    this.router = router;
    this.authenticator = authenticator;
    this.errors = errors;
    this.publicUrl = publicUrl;
    this.longResponses = longResponses;
    this.log = log;
  }

  /// A request that has a route and a caller, before its body was read.
  private record Admitted(Router.Match match, Query query, @Nullable ApiKey caller) {
    Route route() {
      return match.route();
    }
  }

  public void handle(HttpServerRequest request) {
    var exchange = new HttpExchange(request, vertx.getOrCreateContext());
    Admitted admitted;
    try {
      admitted = admit(request);
    } catch (RuntimeException e) {
      Problem p = errors.problem(e, request.method().name());
      String path = path(request);
      exchange.refuse(p, p.status() == 405 ? router.allowed(path) : "", router.errors(path));
      return;
    }
    if (admitted.route().bodyKind() == BodyKind.BYTES) {
      var feed = new ByteFeed(request, vertx.getOrCreateContext());
      work(exchange, admitted, null, feed);
    } else {
      read(exchange, admitted);
    }
  }

  private Admitted admit(HttpServerRequest request) {
    String method = request.method().equals(HttpMethod.HEAD) ? "GET" : request.method().name();
    Router.Match match = router.find(method, path(request));
    ApiKey caller = authenticator.admit(request, match.route());
    BodyReader.checkLength(request, match.route());
    Query query = Query.parse(request.query());
    if (match.route().changes()) {
      query.only(match.route().query());
    }
    return new Admitted(match, query, caller);
  }

  private static String path(HttpServerRequest request) {
    String path = request.path();
    return path == null ? "" : path;
  }

  private void read(HttpExchange exchange, Admitted admitted) {
    HttpServerRequest request = exchange.request();
    Route route = admitted.route();
    Buffer body = Buffer.buffer();
    long timer =
        vertx.setTimer(
            BODY_TIMEOUT.toMillis(),
            _ ->
                exchange.refuse(
                    Problem.tooSlow(
                        "body: not here after %d seconds".formatted(BODY_TIMEOUT.toSeconds())),
                    "",
                    route.errors()));
    request.handler(chunk -> {
      if (body.length() + chunk.length() > route.bodyKind().limit()) {
        vertx.cancelTimer(timer);
        exchange.refuse(BodyReader.tooLarge(route), "", route.errors());
      } else {
        body.appendBuffer(chunk);
      }
    });
    request.exceptionHandler(_ -> vertx.cancelTimer(timer));
    request.endHandler(_ -> {
      if (vertx.cancelTimer(timer) && !exchange.refused()) {
        work(exchange, admitted, body, InputStream.nullInputStream());
      }
    });
  }

  private void work(
      HttpExchange exchange, Admitted admitted, @Nullable Buffer body, InputStream bytes) {
    if (!places.tryAcquire()) {
      exchange.refuse(
          Problem.unavailable(
              "%d requests are being worked on. Try again in a moment.".formatted(MAX_AT_WORK)),
          "",
          admitted.route().errors());
      return;
    }
    Thread.ofVirtual()
        .name("api " + admitted.route().pattern())
        .start(() -> {
          Reply reply;
          try {
            reply = answer(exchange.request(), admitted, body, bytes);
            exchange.send(reply);
            note(admitted, reply);
          } finally {
            places.release();
          }
          if (reply instanceof Reply.Live live) {
            exchange.play(live, longResponses);
          }
        });
  }

  private Reply answer(
      HttpServerRequest http, Admitted admitted, @Nullable Buffer body, InputStream bytes) {
    Route route = admitted.route();
    Reply reply;
    try {
      JsonNode json = body == null ? null : BodyReader.json(http, route, body.getBytes());
      var request =
          new Request(
              admitted.match().values(),
              admitted.query(),
              Request.Head.of(http),
              new Request.Who(admitted.caller(), Authenticator.actor(admitted.caller(), http)),
              publicUrl.of(http),
              json,
              bytes);
      reply = route.handler().handle(request);
    } catch (Throwable e) {
      // Errors too: the caller must get an answer.
      reply = route.errors().render(errors.problem(e, route.name()));
    }
    return reply;
  }

  /// Logs each request that may have changed something; its caller does not wait for it.
  private void note(Admitted admitted, Reply reply) {
    if (admitted.route().changes()) {
      ApiKey caller = admitted.caller();
      log.atInfo()
          .addKeyValue("route", admitted.route().name())
          .addKeyValue("status", reply.status())
          .addKeyValue("key", caller == null ? "" : caller.prefix())
          .log("management request answered");
    }
  }
}
