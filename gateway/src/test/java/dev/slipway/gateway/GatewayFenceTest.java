package dev.slipway.gateway;

import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.engine.port.routes.RouteTable.Target;
import dev.slipway.engine.port.routes.Routes;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.contract.FenceContract;
import io.vertx.core.internal.VertxInternal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/// The gateway's fence, of requests over real sockets. `FenceStressTest` asks the same under load.
class GatewayFenceTest extends FenceContract {
  private final Rig rig = new Rig();
  private final Side stable = new Side(STABLE);
  private final Side candidate = new Side(CANDIDATE);
  private final List<CompletableFuture<HttpResponse<String>>> open = new ArrayList<>();
  private CountDownLatch stalled = new CountDownLatch(0);

  /// A deployment with one replica that has one place.
  private final class Side {
    final AtomicLong arrived = new AtomicLong();
    final HeldModel model;
    final Target target;

    Side(String deployment) {
      model = new HeldModel(deployment);
      var server =
          rig.serve(request -> {
            arrived.incrementAndGet();
            model.handle(request);
          });
      target =
          Rig.target(
              deployment,
              1,
              Backpressure.QUEUE_ON_FULL,
              Availability.UP,
              Rig.endpoint(deployment, server));
    }

    void answerAll() {
      while (model.arrived() > 0) {
        model.answer(model.next());
      }
    }
  }

  @AfterEach
  void stop() {
    resume();
    send();
    rig.close();
  }

  @Override
  public Routes routes() {
    return rig.gateway;
  }

  @Override
  public long route(String deployment) {
    return rig.with(stable.target, candidate.target)
        .production(new Split.Whole(deployment))
        .apply();
  }

  /// The first request takes the only place, so that the second waits for it.
  @Override
  public void keepWaiting() {
    ask();
    Await.until("the place is taken", () -> stable.arrived.get() + candidate.arrived.get() == 1);
    ask();
    Await.until("the second waits", () -> parked(STABLE) + parked(CANDIDATE) == 1);
  }

  private int parked(String deployment) {
    return rig.gateway.demand(deployment).parked();
  }

  private void ask() {
    open.add(
        rig.http.sendAsync(
            rig.to("/environments/production/predict").POST(BodyPublishers.ofString("{}")).build(),
            BodyHandlers.ofString()));
  }

  @Override
  public void send() {
    Await.until(
        "all are answered",
        () -> {
          stable.answerAll();
          candidate.answerAll();
          return open.stream().allMatch(CompletableFuture::isDone);
        });
  }

  @Override
  public long arrived(String deployment) {
    return (deployment.equals(STABLE) ? stable : candidate).arrived.get();
  }

  /// No event loop of the gateway runs anything.
  @Override
  public void stall() {
    var until = new CountDownLatch(1);
    stalled = until;
    for (var loop : ((VertxInternal) rig.vertx).nettyEventLoopGroup()) {
      loop.execute(() -> join(until));
    }
  }

  private static void join(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void resume() {
    stalled.countDown();
  }
}
