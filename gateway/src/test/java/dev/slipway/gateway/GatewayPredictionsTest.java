package dev.slipway.gateway;

import dev.slipway.domain.async.AsyncTarget;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.port.Predictions;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import dev.slipway.testkit.contract.PredictionsContract;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

/// Asynchronous requests through the inference port, over real sockets.
class GatewayPredictionsTest extends PredictionsContract {
  private final Rig rig = new Rig();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Endpoint replica = Rig.endpoint("r1", rig.serve(this::answer));

  private record Answer(int status, String body) {}

  private void answer(HttpServerRequest request) {
    told.add(request.getHeader("X-BASETEN-REQUEST-ID"));
    Answer next = answers.remove();
    request.response().setStatusCode(next.status()).end(next.body());
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Override
  public Predictions predictions() {
    return rig.gateway.predictions();
  }

  @Override
  public AsyncTarget target() {
    return new AsyncTarget.OfDeployment(Rig.MODEL, DEPLOYMENT);
  }

  @Override
  public void up(int places) {
    Endpoint[] replicas = places == 0 ? new Endpoint[0] : new Endpoint[] {replica};
    rig.with(
            Rig.target(
                DEPLOYMENT,
                Math.max(1, places),
                Backpressure.QUEUE_ON_FULL,
                Availability.UP,
                replicas))
        .apply();
  }

  @Override
  public void answering(int status, String body) {
    answers.add(new Answer(status, body));
  }

  @Override
  public List<String> told() {
    return told;
  }
}
