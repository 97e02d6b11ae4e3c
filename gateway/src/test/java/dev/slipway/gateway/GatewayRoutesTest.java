package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayRoutesTest {
  private Rig rig = new Rig();

  @BeforeEach
  void serveTwoVersions() {
    var v1 = rig.serve(r -> r.response().end("v1 " + r.method() + " " + r.uri()));
    var v2 = rig.serve(r -> r.response().end("v2 " + r.method() + " " + r.uri()));
    rig.with(Rig.target("d1", Rig.endpoint("r1", v1)), Rig.target("d2", Rig.endpoint("r2", v2)))
        .production(new Split.Whole("d1"))
        .apply();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void predictsThroughEnvironmentProductionAndDeploymentPaths() {
    assertThat(rig.predict("{}").body()).isEqualTo("v1 POST /predict");
    assertThat(rig.post("/production/predict?a=1", "{}").body()).isEqualTo("v1 POST /predict?a=1");
    assertThat(rig.post("/deployment/d2/predict", "{}").body()).isEqualTo("v2 POST /predict");
  }

  @Test
  void dividesAnyHundredRequestsExactly() {
    rig.production(new Split.Shared("d1", "d2", 23)).apply();
    var sides = new ArrayList<String>();
    for (int i = 0; i < 250; i++) {
      sides.add(rig.predict("{}").body().substring(0, 2));
    }
    for (int i = 0; i + 100 <= sides.size(); i++) {
      assertThat(sides.subList(i, i + 100)).filteredOn("v2"::equals).hasSize(23);
    }
    assertThat(rig.served("d2").requests() + rig.served("d1").requests()).isEqualTo(250);
  }

  @Test
  void passesSyncRoutesOnWithTheirMethod() {
    var answer =
        rig.send(
            rig.to("/environments/production/sync/v1/a%2Fb?x=y")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("x")));
    assertThat(answer.body()).isEqualTo("v1 PATCH /v1/a%2Fb?x=y");
  }
}
