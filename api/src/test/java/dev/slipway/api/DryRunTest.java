package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.TestServer.Got;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Plans of cancels as their callers see them.
class DryRunTest extends ModelTest {
  private Got plan(String call) {
    long before = server.store.writes();
    Got got = server.post(env + "/" + call + "?dry_run=true");
    assertThat(server.store.writes()).as("a dry run writes nothing").isEqualTo(before);
    return got;
  }

  @Test
  void aCanaryWouldBeCanceledInOneStep() {
    String second = canary();
    server.routes.hold(production, second, 3);
    Got got = plan("cancel_promotion");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.at("/status")).isEqualTo("CANCELED");
    assertThat(got.json().at("/steps/0/percent_traffic_to_new_version").asInt(-1)).isZero();
    assertThat(got.json().at("/capacity/shortfall").asInt(-1)).isZero();
    assertThat(got.json().at("/estimated_seconds").asDouble(-1)).isZero();
    assertThat(got.json().requiredAt("/in_flight_on_candidate").intValue()).isEqualTo(3);
    assertThat(got.at("/promotion_id")).isEqualTo(promotion());
    assertThat(server.get(env).at("/in_progress_promotion/status")).isEqualTo("RAMPING_UP");
  }

  @Test
  void aRollingPromotionsPlanSaysWhatIsMissingAndItsFirstStepIsWhatTheCancelWrites() {
    rolling();
    Got got = plan("cancel_promotion");
    assertThat(got.at("/status")).isEqualTo("RAMPING_DOWN");
    assertThat(got.json().requiredAt("/capacity/needed").intValue()).isEqualTo(4);
    assertThat(got.json().requiredAt("/capacity/shortfall").intValue()).isEqualTo(2);
    assertThat(got.json().at("/estimated_seconds").isNull()).as("no start was seen").isTrue();
    server.runtime.notReadyAtOnce();
    assertThat(server.post(env + "/cancel_promotion").at("/status")).isEqualTo("RAMPING_DOWN");
    Got after = server.get(env);
    assertThat(after.json().at("/in_progress_promotion/percent_traffic_to_new_version"))
        .isEqualTo(got.json().at("/steps/0/percent_traffic_to_new_version"));
  }

  @Test
  void theTimeIsEstimatedFromStartsThatWereSeen() {
    server.runtime.notReadyAtOnce();
    String scaled = "{\"autoscaling_settings\":{\"min_replica\":2,\"max_replica\":8}}";
    assertThat(server.patch(env, scaled).status()).isEqualTo(200);
    server.settle();
    server.time.advance(Duration.ofSeconds(8));
    server.runtime.replicas().stream()
        .filter(r -> r.deploymentId().equals(first) && !r.ready())
        .forEach(r -> server.runtime.ready(r.id()));
    server.runtime.allAtOnce();
    rolling();
    assertThat(plan("cancel_promotion").json().requiredAt("/estimated_seconds").doubleValue())
        .isEqualTo(8);
  }

  @Test
  void aForcedCancelSaysWhatItRisks() {
    rolling();
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
    String nope = env.replace("production", "nope");
    assertThat(server.post(nope + "/cancel_promotion?dry_run=true").status()).isEqualTo(404);
    assertThat(server.post(env + "/cancel_promotion?dry_run=yes").message())
        .contains("\"yes\" (expected: true or false)");
  }

  @Test
  void aReasonMayStandInTheBody() {
    for (String call : new String[] {"pause_promotion", "cancel_promotion"}) {
      assertThat(server.post(env + "/" + call, "{\"reson\":\"x\"}").message())
          .contains("reson: unknown field")
          .contains("Did you mean");
    }
    canary();
    String both = "/pause_promotion?reason=a";
    assertThat(server.post(env + both, "{\"reason\":\"b\"}").status()).isEqualTo(400);
    assertThat(server.post(env + "/pause_promotion", "{\"reason\":\"look\"}").text())
        .isEqualTo("{\"success\":true}");
    assertThat(server.post(env + "/cancel_promotion", "{\"reason\":\"worse\"}").status())
        .isEqualTo(200);
    assertThat(server.get(env + "/promotions/" + promotion()).text()).contains("look", "worse");
  }
}
