package dev.slipway.gateway.async;

import dev.slipway.domain.async.AsyncTarget;
import dev.slipway.engine.async.AsyncRequests;
import dev.slipway.engine.loop.Repeats;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.gateway.error.ErrorAnswer;
import dev.slipway.gateway.proxy.AsyncHandler;
import dev.slipway.gateway.proxy.Body;
import dev.slipway.gateway.proxy.BodyReading;
import dev.slipway.gateway.proxy.Headers;
import dev.slipway.gateway.proxy.ProxyErrors;
import dev.slipway.gateway.proxy.ProxyExchange;
import dev.slipway.gateway.route.Address;
import dev.slipway.gateway.route.CompiledTable;
import dev.slipway.gateway.route.Refused;
import dev.slipway.gateway.route.Resolved;
import dev.slipway.gateway.route.RouteErrors;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The asynchronous paths of the inference port. A call that needs the store runs on a virtual
/// thread of its own; the rest on the lane's event loop.
public final class AsyncEndpoints implements AsyncHandler {
  /// The most calls that are with the store at a time; more get 429.
  static final int MAX_CALLS = 512;

  private static final Logger LOG = LoggerFactory.getLogger(AsyncEndpoints.class);

  private final Loopback loopback;
  private final Repeats repeats;
  private final Semaphore calls = new Semaphore(MAX_CALLS);
  private volatile @Nullable AsyncRequests requests;

  public AsyncEndpoints(Loopback loopback, InstantSource time) {
    this.loopback = loopback;
    this.repeats = new Repeats(time);
  }

  public void open(AsyncRequests behind) {
    requests = behind;
  }

  /// An answer from the virtual thread, to be sent on the event loop.
  private sealed interface Said {
    record Json(int status, Buffer body) implements Said {}

    record No(ErrorAnswer why) implements Said {}
  }

  @Override
  public @Nullable String idOf(HttpServerRequest request) {
    return loopback.idOf(request);
  }

  @Override
  public void handle(ProxyExchange exchange, Address to) {
    var behind = requests;
    if (behind == null) {
      exchange.end().refuse(AsyncEndpointErrors.STARTING);
      return;
    }
    switch (to.action()) {
      case ASYNC_REQUEST -> aside(exchange, () -> about(behind, exchange, to));
      case ASYNC_QUEUE_STATUS -> {
        switch (Resolved.of(exchange.context().table(), to)) {
          case Refused(var why) -> exchange.end().refuse(why);
          case Resolved.Split split ->
              aside(exchange, () -> queue(behind, to, split.stable().id()));
          case Resolved.Sole(var side) -> aside(exchange, () -> queue(behind, to, side.id()));
        }
      }
      case ASYNC_PREDICT -> {
        switch (Resolved.of(exchange.context().table(), to)) {
          case Refused(var why) -> exchange.end().refuse(why);
          case Resolved.Split split ->
              predict(behind, exchange, to, split.greater(), split.stable().id());
          case Resolved.Sole(var side) -> predict(behind, exchange, to, side, side.id());
        }
      }
      case PREDICT, SYNC, WEBSOCKET, WAKE ->
          throw new IllegalStateException(to.action() + " (expected: an asynchronous one)");
    }
  }

  /// @param most the side that will most likely get it
  /// @param deploymentId the deployment that is named until one has answered
  private void predict(
      AsyncRequests behind,
      ProxyExchange exchange,
      Address to,
      CompiledTable.Side most,
      String deploymentId) {
    if (most.route().isEmpty() && most.route().availability() == Availability.ABSENT) {
      exchange.end().refuse(RouteErrors.of(Availability.ABSENT));
    } else {
      readBody(behind, exchange, to, deploymentId);
    }
  }

  private static AsyncTarget target(Address address) {
    var model = address.modelId();
    return switch (address.kind()) {
      case ENVIRONMENT -> new AsyncTarget.OfEnvironment(model, address.name());
      case DEPLOYMENT -> new AsyncTarget.OfDeployment(model, address.name());
      case DEVELOPMENT -> new AsyncTarget.OfDevelopment(model);
    };
  }

  private void readBody(
      AsyncRequests behind, ProxyExchange exchange, Address to, String deploymentId) {
    var request = exchange.request();
    var limits = exchange.context().settings().limits();
    switch (Body.of(request, false, limits)) {
      case BodyReading.Unfit(var why) -> {
        exchange.end().refuse(why);
        return;
      }
      case Body known -> exchange.guard(known);
    }
    long length = Headers.length(request.getHeader(HttpHeaders.CONTENT_LENGTH));
    if (length > AsyncRequests.MAX_PAYLOAD) {
      exchange.end().refuse(AsyncEndpointErrors.payload(length, AsyncRequests.MAX_PAYLOAD));
      return;
    }
    var whole = Buffer.buffer();
    exchange.bodyProgress();
    request.handler(piece -> {
      if (exchange.end().isDone()) {
        return;
      }
      whole.appendBuffer(piece);
      exchange.bodyProgress();
      if (whole.length() > AsyncRequests.MAX_PAYLOAD) {
        exchange
            .end()
            .refuse(AsyncEndpointErrors.payload(whole.length(), AsyncRequests.MAX_PAYLOAD));
      }
    });
    request.endHandler(_ -> {
      if (!exchange.end().isDone()) {
        exchange.bodyEnded();
        aside(exchange, () -> accept(behind, exchange.id(), to, deploymentId, whole));
      }
    });
    if (request.getHeader(HttpHeaders.EXPECT) != null) {
      exchange.response().writeContinue();
    }
  }

  private static Said accept(
      AsyncRequests behind, String id, Address to, String deploymentId, Buffer body) {
    return switch (AsyncBody.read(body)) {
      case AsyncBody.Reading.Wrong(var why) -> new Said.No(why);
      case AsyncBody.Reading.Whole(var terms, var input) ->
          behind.accept(id, target(to), deploymentId, terms, input.getBytes())
              ? new Said.Json(201, AsyncText.accepted(id))
              : new Said.No(AsyncEndpointErrors.QUEUE_FULL);
    };
  }

  private static Said about(AsyncRequests behind, ProxyExchange exchange, Address to) {
    var id = to.rest();
    if (exchange.request().method().equals(HttpMethod.GET)) {
      var found = behind.find(to.modelId(), id);
      return found == null
          ? new Said.No(AsyncEndpointErrors.noRequest(to))
          : new Said.Json(200, AsyncText.status(found));
    }
    var cancel = behind.cancel(to.modelId(), id);
    return cancel == null
        ? new Said.No(AsyncEndpointErrors.noRequest(to))
        : new Said.Json(200, AsyncText.canceled(id, cancel));
  }

  private static Said queue(AsyncRequests behind, Address to, String deploymentId) {
    var target = target(to);
    return new Said.Json(200, AsyncText.queue(target, deploymentId, behind.count(target)));
  }

  private void aside(ProxyExchange exchange, Supplier<Said> work) {
    if (!calls.tryAcquire()) {
      exchange.end().refuse(AsyncEndpointErrors.BUSY);
      return;
    }
    var _ =
        Thread.ofVirtual()
            .name("async-call")
            .start(() -> {
              var said = guarded(exchange.id(), work);
              calls.release();
              exchange
                  .context()
                  .execute(() -> {
                    switch (said) {
                      case Said.Json(var status, var body) -> exchange.end().answer(status, body);
                      case Said.No(var why) -> exchange.end().refuse(why);
                    }
                  });
            });
  }

  private Said guarded(String id, Supplier<Said> work) {
    try {
      return work.get();
    } catch (StoreException e) {
      var why = AsyncEndpointErrors.notStored(e);
      repeats.say(
          e.fault().name(),
          more ->
              LOG.atError()
                  .addKeyValue("requestId", id)
                  .addKeyValue("cause", e.getMessage())
                  .log(
                      "the store failed an asynchronous call; the client gets {}{}",
                      why.status(),
                      more));
      return new Said.No(why);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("requestId", id)
          .setCause(e)
          .log("asynchronous call failed inside the gateway; the client gets 500");
      return new Said.No(ProxyErrors.OURS);
    }
  }
}
