package dev.slipway.gateway;

import dev.slipway.engine.AsyncRequests;
import dev.slipway.engine.RouteTable.Availability;
import dev.slipway.engine.StoreException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The asynchronous paths of the inference port. What touches the store runs on a virtual thread of
/// its own; the rest on the lane's event loop.
final class AsyncDoor {
  /// The most calls that are with the store at a time; more get 429.
  static final int MAX_CALLS = 512;

  private static final Logger LOG = LoggerFactory.getLogger(AsyncDoor.class);

  private final Semaphore calls = new Semaphore(MAX_CALLS);
  private volatile @Nullable AsyncRequests requests;

  void open(AsyncRequests behind) {
    requests = behind;
  }

  private sealed interface Said {
    record Json(int status, Buffer body) implements Said {}

    record No(Refusal why) implements Said {}
  }

  /// Answers an exchange whose caller may invoke the model, and whose method fits.
  void enter(Exchange exchange, Address to) {
    var behind = requests;
    if (behind == null) {
      exchange.refuse(Refusal.NO_ASYNC);
      return;
    }
    switch (to.action()) {
      case ASYNC_REQUEST -> aside(exchange, () -> about(behind, exchange, to));
      case ASYNC_QUEUE_STATUS -> {
        switch (Look.at(exchange.lane.table(), to)) {
          case Look.Nowhere(var why) -> exchange.refuse(why);
          case Look.At(var side) -> {
            var deployment = deployment(exchange, to, side);
            aside(exchange, () -> queue(behind, to, deployment));
          }
        }
      }
      case ASYNC_PREDICT -> {
        switch (Look.at(exchange.lane.table(), to)) {
          case Look.Nowhere(var why) -> exchange.refuse(why);
          case Look.At(var side) -> {
            if (side.route().isEmpty() && side.route().availability() == Availability.ABSENT) {
              exchange.refuse(Refusal.of(Availability.ABSENT));
            } else {
              readBody(behind, exchange, to, deployment(exchange, to, side));
            }
          }
        }
      }
      case PREDICT, SYNC, WEBSOCKET, WAKE ->
          throw new IllegalStateException(to.action() + " (expected: an asynchronous one)");
    }
  }

  private static String deployment(Exchange exchange, Address to, Table.Side side) {
    return Look.deploymentOf(exchange.lane.table(), Look.target(to), side);
  }

  private void readBody(AsyncRequests behind, Exchange exchange, Address to, String deploymentId) {
    var request = exchange.request;
    if (Body.of(request, false, exchange.lane.settings().limits()) instanceof Refusal why) {
      exchange.refuse(why);
      return;
    }
    long length = Headers.length(request.getHeader(HttpHeaders.CONTENT_LENGTH));
    if (length > AsyncRequests.MAX_PAYLOAD) {
      exchange.refuse(Refusal.payload(length, AsyncRequests.MAX_PAYLOAD));
      return;
    }
    var whole = Buffer.buffer();
    exchange.bodyProgress();
    request.handler(piece -> {
      if (exchange.isDone()) {
        return;
      }
      whole.appendBuffer(piece);
      exchange.bodyProgress();
      if (whole.length() > AsyncRequests.MAX_PAYLOAD) {
        exchange.refuse(Refusal.payload(whole.length(), AsyncRequests.MAX_PAYLOAD));
      }
    });
    request.endHandler(_ -> {
      if (!exchange.isDone()) {
        exchange.bodyEnded();
        aside(exchange, () -> accept(behind, exchange.id, to, deploymentId, whole));
      }
    });
    if (request.getHeader(HttpHeaders.EXPECT) != null) {
      exchange.response.writeContinue();
    }
  }

  private static Said accept(
      AsyncRequests behind, String id, Address to, String deploymentId, Buffer body) {
    return switch (AsyncBody.read(body)) {
      case AsyncBody.Reading.Wrong(var why) -> new Said.No(why);
      case AsyncBody.Reading.Whole(var terms, var input) ->
          behind.accept(id, Look.target(to), deploymentId, terms, input.getBytes())
              ? new Said.Json(201, AsyncText.accepted(id))
              : new Said.No(Refusal.ASYNC_QUEUE_FULL);
    };
  }

  private static Said about(AsyncRequests behind, Exchange exchange, Address to) {
    var id = to.rest();
    if (exchange.request.method().equals(HttpMethod.GET)) {
      var found = behind.find(to.modelId(), id);
      return found == null
          ? new Said.No(Refusal.noAsyncRequest(to))
          : new Said.Json(200, AsyncText.status(found));
    }
    var cancel = behind.cancel(to.modelId(), id);
    return cancel == null
        ? new Said.No(Refusal.noAsyncRequest(to))
        : new Said.Json(200, AsyncText.canceled(id, cancel));
  }

  private static Said queue(AsyncRequests behind, Address to, String deploymentId) {
    var target = Look.target(to);
    return new Said.Json(200, AsyncText.queue(target, deploymentId, behind.count(target)));
  }

  private void aside(Exchange exchange, Supplier<Said> work) {
    if (!calls.tryAcquire()) {
      exchange.refuse(Refusal.ASYNC_BUSY);
      return;
    }
    var _ =
        Thread.ofVirtual()
            .name("async-call")
            .start(() -> {
              var said = guarded(exchange.id, work);
              calls.release();
              exchange.lane.execute(() -> {
                switch (said) {
                  case Said.Json(var status, var body) -> exchange.answer(status, body);
                  case Said.No(var why) -> exchange.refuse(why);
                }
              });
            });
  }

  private static Said guarded(String id, Supplier<Said> work) {
    try {
      return work.get();
    } catch (StoreException e) {
      LOG.atError().addKeyValue("requestId", id).addKeyValue("cause", e.getMessage()).log("store");
      return new Said.No(Refusal.NO_STORE);
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("requestId", id).setCause(e).log("an asynchronous call failed");
      return new Said.No(Refusal.OURS);
    }
  }
}
