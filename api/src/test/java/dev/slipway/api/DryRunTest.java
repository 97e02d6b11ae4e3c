package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.TestServer.Got;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plans of cancels as their callers see them.
class DryRunTest {
  @TempDir Path uploads;
  private Pier pier;

  @BeforeEach
  void start() {
    pier = new Pier(uploads);
  }

  @AfterEach
  void stop() throws Exception {
    pier.close();
  }

  private Got plan(String call) {
    long before = pier.server.store.writes();
    Got got = pier.server.post(pier.env + "/" + call + "?dry_run=true");
    assertThat(pier.server.store.writes()).as("a dry run writes nothing").isEqualTo(before);
    return got;
  }

  @Test
  void aCanaryWouldBeCanceledInOneStep() {
    String second = pier.canary();
    pier.server.routes.hold(pier.production, second, 3);
    Got got = plan("cancel_promotion");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.at("/status")).isEqualTo("CANCELED");
    assertThat(got.json().at("/steps/0/percent_traffic_to_new_version").asInt(-1)).isZero();
    assertThat(got.json().at("/capacity/shortfall").asInt(-1)).isZero();
    assertThat(got.json().at("/estimated_seconds").asDouble(-1)).isZero();
    assertThat(got.json().at("/in_flight_on_candidate").asInt()).isEqualTo(3);
    assertThat(got.at("/promotion_id")).isEqualTo(pier.promotion());
    assertThat(pier.server.get(pier.env).at("/in_progress_promotion/status"))
        .isEqualTo("RAMPING_UP");
  }

  @Test
  void aRollingPromotionsPlanSaysWhatIsMissingAndItsFirstStepIsWhatTheCancelWrites() {
    pier.rolling();
    Got got = plan("cancel_promotion");
    assertThat(got.at("/status")).isEqualTo("RAMPING_DOWN");
    assertThat(got.json().at("/capacity/needed").asInt()).isEqualTo(4);
    assertThat(got.json().at("/capacity/shortfall").asInt()).isEqualTo(2);
    assertThat(got.json().at("/estimated_seconds").isNull()).as("no start was seen").isTrue();
    pier.server.runtime.notReadyAtOnce();
    assertThat(pier.server.post(pier.env + "/cancel_promotion").at("/status"))
        .isEqualTo("RAMPING_DOWN");
    Got after = pier.server.get(pier.env);
    assertThat(after.json().at("/in_progress_promotion/percent_traffic_to_new_version"))
        .isEqualTo(got.json().at("/steps/0/percent_traffic_to_new_version"));
  }

  @Test
  void theTimeIsEstimatedFromStartsThatWereSeen() {
    pier.server.runtime.notReadyAtOnce();
    String scaled = "{\"autoscaling_settings\":{\"min_replica\":2,\"max_replica\":8}}";
    assertThat(pier.server.patch(pier.env, scaled).status()).isEqualTo(200);
    pier.server.settle();
    pier.server.time.advance(Duration.ofSeconds(8));
    pier.server.runtime.replicas().stream()
        .filter(r -> r.deploymentId().equals(pier.first) && !r.ready())
        .forEach(r -> pier.server.runtime.ready(r.id()));
    pier.server.runtime.allAtOnce();
    pier.rolling();
    assertThat(plan("cancel_promotion").json().at("/estimated_seconds").asDouble()).isEqualTo(8);
  }

  @Test
  void aForcedCancelSaysWhatItRisks() {
    pier.rolling();
    Got got = plan("force_cancel_promotion");
    assertThat(got.json().at("/steps/0/percent_traffic_to_new_version").asInt(-1)).isZero();
    assertThat(got.message()).contains("at once", "2 of 4 ready replicas", "Nothing was written");
  }

  @Test
  void aRefusalIsAPlanTooAndWhatDoesNotExistIsNotFound() {
    Got got = plan("cancel_promotion");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json().at("/accepted").asBoolean(true)).isFalse();
    assertThat(got.json().at("/status").isNull()).isTrue();
    assertThat(got.message()).isEqualTo("Environment production has no in progress promotion.");
    String nope = pier.env.replace("production", "nope");
    assertThat(pier.server.post(nope + "/cancel_promotion?dry_run=true").status()).isEqualTo(404);
    assertThat(pier.server.post(pier.env + "/cancel_promotion?dry_run=yes").message())
        .contains("\"yes\" (expected: true or false)");
  }

  @Test
  void aReasonMayStandInTheBody() {
    for (String call : new String[] {"pause_promotion", "cancel_promotion"}) {
      assertThat(pier.server.post(pier.env + "/" + call, "{\"reson\":\"x\"}").message())
          .contains("reson: unknown field")
          .contains("Did you mean");
    }
    pier.canary();
    String both = "/pause_promotion?reason=a";
    assertThat(pier.server.post(pier.env + both, "{\"reason\":\"b\"}").status()).isEqualTo(400);
    assertThat(pier.server.post(pier.env + "/pause_promotion", "{\"reason\":\"look\"}").text())
        .isEqualTo("{\"success\":true}");
    assertThat(pier.server.post(pier.env + "/cancel_promotion", "{\"reason\":\"worse\"}").status())
        .isEqualTo(200);
    assertThat(pier.server.get(pier.env + "/promotions/" + pier.promotion()).text())
        .contains("look", "worse");
  }
}
