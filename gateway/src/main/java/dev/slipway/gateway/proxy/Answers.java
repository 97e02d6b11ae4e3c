package dev.slipway.gateway.proxy;

import dev.slipway.gateway.error.ErrorAnswer;
import dev.slipway.gateway.error.MethodNotAllowed;
import dev.slipway.gateway.metrics.GatewayMeters;
import dev.slipway.gateway.route.Lease;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.InstantSource;

/// The part of an answer that is the gateway's own, on one lane: the fields that every answer
/// carries, the errors, and the end of a connection whose request was not read to its end.
final class Answers {
  private static final long LINGER_MILLIS = 2_000;
  private static final int UNAVAILABLE = 503;

  /// Seconds. Whatever the gateway lacks may be there again at any moment.
  private static final CharSequence SOON = HttpHeaders.createOptimized("1");

  private static final CharSequence CLOSE = HttpHeaders.createOptimized("close");

  private final Vertx vertx;
  private final GatewayMeters meters;
  private final InstantSource time;
  private final DateField date = new DateField();
  private boolean closing;

  Answers(Vertx vertx, GatewayMeters meters, InstantSource time) {
    this.vertx = vertx;
    this.meters = meters;
    this.time = time;
  }

  /// From now on every answer asks its client to close the connection.
  void closing() {
    closing = true;
  }

  boolean isClosing() {
    return closing;
  }

  /// Adds the fields that every answer carries.
  HttpServerResponse sign(HttpServerResponse response, String id) {
    var headers = response.headers();
    headers.add(Headers.REQUEST_ID, id);
    if (!headers.contains(HttpHeaders.DATE)) { // A model that says when it answered is believed.
      headers.add(HttpHeaders.DATE, date.at(time.millis()));
    }
    if (closing) {
      headers.set(HttpHeaders.CONNECTION, CLOSE);
    }
    return response;
  }

  /// The same for the answer of a replica.
  void sign(HttpServerResponse response, String id, CharSequence attempts, Lease lease) {
    var headers = sign(response, id).headers();
    headers.add(Headers.ATTEMPTS, attempts);
    headers.add(Headers.DEPLOYMENT, lease.deployment().id());
    headers.add(Headers.REPLICA, lease.endpoint().replicaId());
  }

  /// @param unread whether the request has, or may have, a body that was not read
  void refuse(HttpServerRequest request, String id, ErrorAnswer why, boolean unread) {
    meters.refused(why.status());
    var response = sign(request.response(), id).setStatusCode(why.status());
    response.putHeader(HttpHeaders.CONTENT_TYPE, Headers.JSON);
    if (why.status() == UNAVAILABLE) {
      response.putHeader(HttpHeaders.RETRY_AFTER, SOON);
    }
    if (why instanceof MethodNotAllowed other) {
      response.putHeader(HttpHeaders.ALLOW, other.allow());
    }
    boolean cut = unread && !request.isEnded();
    if (cut) {
      response.putHeader(HttpHeaders.CONNECTION, CLOSE);
    }
    var done = response.end(why.body());
    if (cut) {
      request.resume();
      closeAfter(request, done);
    }
  }

  /// Closes a client's connection after its answer. What it still sends is read and dropped for a
  /// moment, since closing at once would take the answer away from a client that is still sending.
  void closeAfter(HttpServerRequest request, Future<Void> answered) {
    var connection = request.connection();
    answered.onComplete(_ -> {
      if (request.isEnded()) {
        connection.close();
      } else {
        vertx.setTimer(LINGER_MILLIS, _ -> connection.close());
      }
    });
  }
}
