package dev.slipway.gateway;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Split;
import dev.slipway.engine.port.routes.GatewayStats;
import dev.slipway.engine.port.routes.Routes;
import dev.slipway.engine.port.routes.TrafficCounters;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.contract.GatewayStatsContract;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the gateway counts, of requests over real sockets.
class GatewayStatsTest extends GatewayStatsContract {
  private final Rig rig = new Rig();
  private final HeldModel model = new HeldModel(DEPLOYMENT);
  private int open;
  private long counted;

  @BeforeEach
  void route() {
    rig.with(Rig.target(DEPLOYMENT, Rig.endpoint(REPLICA, rig.serve(model))))
        .production(new Split.Whole(DEPLOYMENT))
        .apply();
  }

  @AfterEach
  void stop() {
    while (open > 0) {
      answer(200);
    }
    rig.close();
  }

  @Override
  public Routes routes() {
    return rig.gateway;
  }

  @Override
  public GatewayStats stats() {
    return rig.gateway;
  }

  @Override
  public EnvironmentKey environment() {
    return new EnvironmentKey(Rig.MODEL, Rig.PRODUCTION);
  }

  @Override
  public void begin() {
    var _ =
        rig.http.sendAsync(
            rig.to("/environments/production/predict").POST(BodyPublishers.ofString("{}")).build(),
            BodyHandlers.ofString());
    open++;
    Await.until("the replica has it", () -> model.arrived() == open);
  }

  @Override
  public void answer(int status) {
    end(request -> request.response().setStatusCode(status).end("x"));
  }

  @Override
  public void lose() {
    end(request ->
        request
            .response()
            .setChunked(true)
            .write("the beginning")
            .onComplete(_ -> request.connection().close()));
  }

  private void end(Consumer<HttpServerRequest> how) {
    how.accept(model.next());
    open--;
    counted++;
    Await.until("its end is counted", () -> ended() == counted);
  }

  private long ended() {
    return rig.gateway.counts().ways().stream()
        .map(TrafficCounters::ended)
        .mapToLong(s -> s.ok() + s.redirected() + s.refused() + s.failed())
        .sum();
  }
}
