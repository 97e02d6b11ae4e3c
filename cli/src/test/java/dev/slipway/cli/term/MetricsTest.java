package dev.slipway.cli.term;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.FakeServer;
import dev.slipway.cli.Run;
import dev.slipway.cli.host.Exit;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final String ANSWER =
      """
      {"start_epoch_millis":0,"end_epoch_millis":120000,"mode":"SERIES","step_seconds":30,
       "metric_descriptors":[
        {"name":"baseten_replicas_active","unit_hint":"COUNT","kind":"GAUGE","label_sets":[{}]},
        {"name":"baseten_inference_requests_total","unit_hint":"COUNT","kind":"COUNTER",
         "label_sets":[{"status":"2xx"},{"status":"4xx"},{"status":"5xx"}]},
        {"name":"baseten_end_to_end_response_time_seconds","unit_hint":"SECONDS",
         "kind":"HISTOGRAM","label_sets":[{"quantile":"0.99"}]}],
       "metric_values":[
        {"start_epoch_millis":0,"values":[[1],[0,0,0],[null]]},
        {"start_epoch_millis":30000,"values":[[2],[1000,0,7],[0.0125]]},
        {"start_epoch_millis":60000,"values":[[null],[null,null,null],[null]]},
        {"start_epoch_millis":90000,"values":[[1.5],[500,0,0],[2.5]]}]}\
      """;

  private final FakeServer server = new FakeServer();
  private final Run run = Run.on(server);

  @BeforeEach
  void aModel() {
    server
        .on("GET /v1/models", "{\"models\":[{\"id\":\"m1\",\"name\":\"digits\"}]}")
        .on("GET /v1/models/m1/deployments", "{\"deployments\":[{\"id\":\"d1\",\"name\":\"v1\"}]}")
        .exactly("GET /v1/models/m1/environments/production/metrics", ANSWER)
        .on("GET /v1/models/m1/deployments/d1/metrics", ANSWER);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void eachSeriesIsARowWithACurve() {
    assertThat(run.run("metrics", "digits").out())
        .isEqualTo(
            """
            METRIC                            SERIES         ONE SIGN: 30.0 s  MIN      MAX     LAST    TOTAL
            replicas_active                                  =# +              1        2       1.50
            inference_requests_total          status=2xx     _# =              0        1,000   500     1,500 (12.50/s)
            inference_requests_total          status=5xx     _# _              0        7       0       7 (0.06/s)
            end_to_end_response_time_seconds  quantile=0.99   . #              12.5 ms  2.50 s  2.50 s
            """);
  }

  @Test
  void theWindowAndTheMetricsAreSentAsPublished() {
    run.run("metrics", "digits", "--deployment", "v1", "--since", "10m", "--metric", "a b");
    assertThat(server.request("GET /v1/models/m1/deployments/d1/metrics").target())
        .endsWith(
            "?mode=SERIES&start_epoch_millis=1767322445000&end_epoch_millis=1767323045000"
                + "&metrics=a+b");
  }

  @Test
  void theServersAnswerIsPrintedAsItIs() {
    assertThat(run.run("metrics", "digits", "--json").out().strip()).isEqualTo(ANSWER);
  }

  @Test
  void anEnvironmentAndADeploymentAreNotAskedForTogether() {
    var both = run.run("metrics", "digits", "--environment", "a", "--deployment", "b");
    assertThat(both.code()).isEqualTo(Exit.USAGE);
    assertThat(run.run("metrics", "digits", "--since", "8d").err()).contains("at most 7d");
  }

  @Test
  void aCurveReachesFromNothingToItsLargestValue() {
    assertThat(Sparkline.of(Arrays.asList(0.0, 0.001, null, 50.0, 100.0), true)).isEqualTo("▁▂ ▅█");
    assertThat(Sparkline.of(Arrays.asList(0.0, 0.0), true)).isEqualTo("▁▁");
  }
}
