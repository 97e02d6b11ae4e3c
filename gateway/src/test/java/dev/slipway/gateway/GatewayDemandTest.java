package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.port.routes.GatewayStats;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import dev.slipway.engine.port.routes.Routes;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.contract.DemandContract;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/// The gateway's demand, of requests over real sockets.
class GatewayDemandTest extends DemandContract {
  private final Rig rig = new Rig();
  private final HeldModel model = new HeldModel("model");
  private final Endpoint replica = Rig.endpoint("r1", rig.serve(model));
  private final List<CompletableFuture<HttpResponse<String>>> open = new ArrayList<>();

  @AfterEach
  void stop() {
    if (!open.isEmpty()) {
      finish("deploy01");
    }
    rig.close();
  }

  @Override
  public Routes routes() {
    return rig.gateway;
  }

  @Override
  public GatewayStats vitals() {
    return rig.gateway;
  }

  private void show(String deployment, Availability availability, Endpoint... replicas) {
    rig.with(Rig.target(deployment, 100, Backpressure.QUEUE_ON_FULL, availability, replicas))
        .apply();
  }

  private void ask(String deployment) {
    open.add(
        rig.http.sendAsync(
            rig.to("/deployment/" + deployment + "/predict")
                .POST(BodyPublishers.ofString("{}"))
                .build(),
            BodyHandlers.ofString()));
  }

  @Override
  public void carry(String deployment) {
    show(deployment, Availability.UP, replica);
    ask(deployment);
    Await.until("in flight", () -> rig.gateway.demand(deployment).inFlight() == open.size());
  }

  @Override
  public void sleep(String deployment) {
    show(deployment, Availability.SCALED_TO_ZERO);
  }

  @Override
  public void park(String deployment) {
    ask(deployment);
    Await.until("parked", () -> rig.gateway.demand(deployment).parked() == open.size());
  }

  @Override
  public void finish(String deployment) {
    show(deployment, Availability.UP, replica);
    open.forEach(_ -> model.answer(model.next()));
    for (var one : open) {
      var answer = one.orTimeout(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
      assertThat(answer.body()).isEqualTo("model");
    }
    open.clear();
    Await.until(
        "idle",
        () -> {
          var demand = rig.gateway.demand(deployment);
          return demand.inFlight() + demand.parked() == 0;
        });
  }
}
