package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Real traffic, many changes of the split: after a fence is confirmed, the candidate sees nothing.
class FenceStressTest {
  private static final int FLIPS = 60;
  private static final int LOOPS = 48;

  /// Answers since the last look, to wait for progress without a clock.
  private final Semaphore answers = new Semaphore(0);

  private final AtomicLong asked = new AtomicLong();
  private final AtomicInteger running = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean stop;

  static Stream<Arguments> rows() {
    TestTransport best = TestTransport.nativeOne();
    TestTransport ring = TestTransport.ioUring();
    return Stream.of(
        arguments(best, 1000, 1_000_000),
        arguments(best, 3, 1_000_000),
        arguments(best, 1000, 2),
        arguments(best, 5, 1),
        arguments(ring, 1000, 1_000_000),
        arguments(ring, 5, 2));
  }

  /// With places for all, with lines of waiting requests, and with a new connection for nearly each
  /// request, so that the table changes between the pick and the write.
  @ParameterizedTest
  @MethodSource("rows")
  void nothingReachesTheCandidateAfterTheFence(
      TestTransport transport, int concurrency, int closeEvery) throws InterruptedException {
    try (var rig = new Rig(new TestSettings(), InstantSource.system(), transport.transport());
        var stable = new NioModel(closeEvery);
        var candidate = new NioModel(closeEvery)) {
      rig.with(
              Rig.target(
                  "d1",
                  concurrency,
                  Backpressure.QUEUE_ON_FULL,
                  Availability.UP,
                  new Endpoint("r1", "127.0.0.1", stable.port())),
              Rig.target(
                  "d2",
                  concurrency,
                  Backpressure.QUEUE_ON_FULL,
                  Availability.UP,
                  new Endpoint("r2", "127.0.0.1", candidate.port())))
          .production(new Split.Shared("d1", "d2", 50))
          .apply();
      var clients = Vertx.vertx();
      load(clients, rig);
      for (int i = 0; i < FLIPS; i++) {
        flip(rig, candidate, i % 3 == 0 ? 100 : 50);
      }
      stop = true;
      while (running.get() > 0) {
        assertThat(answers.tryAcquire(1, Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }
      Rig.get(clients.close());
      assertThat(failures).isEmpty();
      assertThat(candidate.arrivals()).isGreaterThan(FLIPS);
      assertThat(rig.gateway.inFlight("r1") + rig.gateway.inFlight("r2")).isZero();
      assertThat(rig.served("d2").lost() + rig.served("d1").lost()).isZero();
    }
  }

  private void flip(Rig rig, NioModel candidate, int percent) throws InterruptedException {
    rig.production(new Split.Shared("d1", "d2", percent)).apply();
    progress(LOOPS / 2);
    long revision = rig.production(new Split.Whole("d1")).apply();
    assertThat(rig.gateway.awaitQuiescent(revision, Rig.PATIENCE)).isTrue();
    long fenced = System.nanoTime();
    long seen = candidate.barrier();
    progress(LOOPS);
    assertThat(candidate.barrier()).as("arrivals after the fence").isEqualTo(seen);
    assertThat(candidate.latestStamp()).as("latest request").isLessThan(fenced);
  }

  private void progress(int count) throws InterruptedException {
    answers.drainPermits();
    assertThat(answers.tryAcquire(count, Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private void load(Vertx clients, Rig rig) {
    var client =
        clients.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(LOOPS));
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(rig.url("/environments/production/predict"))
            .putHeader("authorization", "Bearer " + Rig.KEY);
    for (int i = 0; i < LOOPS; i++) {
      running.incrementAndGet();
      next(client, options);
    }
  }

  private void next(io.vertx.core.http.HttpClient client, RequestOptions options) {
    var once = new RequestOptions(options).putHeader("x-stamp", Long.toString(System.nanoTime()));
    asked.incrementAndGet();
    // The steps are nested, so that the second is taken on the client's event loop before the
    // answer can come. In a chain the caller's thread adds it: where that is held up for as long
    // as the answer takes, the body has come and gone, and reads as empty.
    client
        .request(once)
        .compose(request ->
            request
                .send(Buffer.buffer("{\"a\":1}"))
                .compose(answer -> answer.body().onSuccess(body -> look(answer, body))))
        .onComplete(result -> {
          if (result.failed()) {
            failures.add(String.valueOf(result.cause()));
          }
          if (stop) {
            running.decrementAndGet();
          } else {
            next(client, options);
          }
          answers.release();
        });
  }

  private void look(HttpClientResponse answer, Buffer body) {
    if (answer.statusCode() != 200 || !body.toString().equals("ok")) {
      failures.add(
          "%d %s, body of %d bytes: %s"
              .formatted(answer.statusCode(), answer.headers().entries(), body.length(), body));
    }
  }
}
