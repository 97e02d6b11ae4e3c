package dev.slipway.api.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.Bodies;
import dev.slipway.api.ModelTest;
import dev.slipway.api.Published;
import dev.slipway.api.TestServer.Got;
import dev.slipway.api.http.Errors;
import dev.slipway.engine.history.Upkeep;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.routes.Counts;
import dev.slipway.engine.port.routes.LatencyDistribution;
import dev.slipway.engine.port.routes.StatusCounts;
import dev.slipway.engine.port.routes.TrafficCounters;
import dev.slipway.engine.port.store.AuditEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Metrics of deployments and environments.
class MetricsTest extends ModelTest {
  private static final String OPERATION =
      "GET /v1/models/{model_id}/environments/{env_name}/metrics";
  private static final String REQUESTS = "&metrics=baseten_inference_requests_total";
  private static final String ACTIVE = "&metrics=baseten_replicas_active";
  private final Published published = Published.read();

  private String environment() {
    return "/v1/models/" + model + "/environments/production/metrics";
  }

  private String deployment(String id) {
    return "/v1/models/" + model + "/deployments/" + id + "/metrics";
  }

  private JsonNode ask(String path, String query) {
    Got got = server.get(path + "?" + query);
    assertThat(got.status()).as(got.text()).isEqualTo(200);
    assertThat(published.problems(OPERATION, got.json())).isEmpty();
    JsonNode answer = got.json();
    for (JsonNode set : answer.get("metric_values")) {
      assertThat(set.get("values")).hasSize(answer.get("metric_descriptors").size());
      for (int i = 0; i < set.get("values").size(); i++) {
        assertThat(set.get("values").get(i))
            .hasSize(answer.requiredAt("/metric_descriptors/" + i + "/label_sets").size());
      }
    }
    return answer;
  }

  private TrafficCounters way(String environment, String deployment, long ok, long failed) {
    var latency = new LatencyDistribution(new TreeMap<>(Map.of(1_000L, ok, 100_000L, failed)), 0);
    return new TrafficCounters(
        new TrafficCounters.Way(model, environment, deployment),
        new StatusCounts(ok, 0, 0, failed),
        0,
        0,
        ok + failed == 0 ? LatencyDistribution.NONE : latency,
        LatencyDistribution.NONE);
  }

  private void counted(TrafficCounters... ways) {
    server.routes.count(new Counts(List.of(ways), Map.of()));
  }

  private void pass(int seconds) {
    server.time.advance(Duration.ofSeconds(seconds));
    server.engine.upkeep().turn(Upkeep.Limits.DEFAULT);
  }

  /// The last `seconds` until now.
  private String last(int seconds) {
    long now = server.time.instant().toEpochMilli();
    return "&start_epoch_millis=" + (now - seconds * 1_000L) + "&end_epoch_millis=" + now;
  }

  private static List<String> column(JsonNode answer, int metric, int label) {
    return answer
        .get("metric_values")
        .valueStream()
        .map(set -> set.requiredAt("/values/" + metric + "/" + label).toString())
        .toList();
  }

  @Test
  void withoutAnythingAskedTheDefaultsAreAnsweredAsOfNow() {
    JsonNode answer = ask(environment(), "");
    assertThat(answer.required("mode").stringValue()).isEqualTo("CURRENT");
    assertThat(answer.get("step_seconds").isNull()).isTrue();
    assertThat(answer.required("end_epoch_millis").longValue())
        .isEqualTo(server.time.instant().toEpochMilli());
    assertThat(
            answer
                .get("metric_descriptors")
                .valueStream()
                .map(d -> d.required("name").stringValue()))
        .containsExactly(
            "baseten_replicas_active",
            "baseten_inference_requests_total",
            "baseten_end_to_end_response_time_seconds");
    assertThat(answer.get("metric_values")).hasSize(1);
    assertThat(column(answer, 0, 0)).containsExactly("1.0");
    assertThat(column(answer, 1, 0)).containsExactly("0");
    assertThat(column(answer, 2, 0)).containsExactly("null");
  }

  @Test
  void whatCameJustNowIsSeenAtOnce() {
    counted(way("production", first, 7, 1));
    JsonNode now = ask(environment(), "mode=CURRENT" + REQUESTS);
    assertThat(now.requiredAt("/metric_values/0/values/0").toString()).isEqualTo("[7,0,0,1]");
    JsonNode summary = ask(environment(), "mode=SUMMARY" + REQUESTS);
    assertThat(summary.get("metric_values")).hasSize(1);
    assertThat(summary.requiredAt("/metric_values/0/values/0").toString()).isEqualTo("[7,0,0,1]");
  }

  @Test
  void aSeriesHoldsWhatCameInEachStepAndNothingTwice() {
    counted(way("production", first, 10, 0));
    pass(30);
    counted(way("production", first, 15, 2));
    pass(30);
    pass(30);
    counted(way("production", first, 16, 2));
    JsonNode answer = ask(environment(), "mode=SERIES" + REQUESTS + last(90));
    assertThat(answer.required("step_seconds").intValue()).isEqualTo(30);
    assertThat(column(answer, 0, 0)).containsExactly("10", "5", "1");
    assertThat(column(answer, 0, 3)).containsExactly("0", "2", "0");
    assertThat(
            ask(environment(), "mode=SUMMARY" + REQUESTS + last(90))
                .requiredAt("/metric_values/0/values/0/0")
                .intValue())
        .isEqualTo(16);
    assertThat(answer.requiredAt("/metric_values/1/start_epoch_millis").longValue())
        .isEqualTo(answer.required("start_epoch_millis").longValue() + 30_000);
  }

  @Test
  void countersThatBeginAnewAddUp() {
    counted(way("production", first, 10, 0));
    pass(30);
    counted(way("production", first, 3, 0));
    pass(30);
    JsonNode answer = ask(environment(), "mode=SERIES" + REQUESTS + last(60));
    assertThat(column(answer, 0, 0)).containsExactly("10", "3");
  }

  @Test
  void whatWasNotMeasuredIsNull() {
    counted(way("production", first, 10, 0));
    pass(30);
    server.time.advance(Duration.ofSeconds(60)); // The server was down.
    pass(30);
    JsonNode answer = ask(environment(), "mode=SERIES" + REQUESTS + ACTIVE + last(120));
    assertThat(column(answer, 0, 0)).containsExactly("10", "null", "null", "0");
    assertThat(column(answer, 1, 0)).containsExactly("1.0", "null", "null", "1.0");
  }

  @Test
  void anEnvironmentIsMeasuredOverEverythingThatServedIt() {
    String second = server.deployment(model);
    counted(way("production", first, 10, 0), way("", first, 100, 0), way("staging", second, 5, 0));
    pass(30);
    server.post("/v1/models/" + model + "/environments/production/promote", Bodies.promote(second));
    server.settle();
    counted(
        way("production", first, 10, 0),
        way("", first, 100, 0),
        way("staging", second, 5, 0),
        way("production", second, 20, 0));
    pass(30);
    String query = "mode=SERIES" + REQUESTS + ACTIVE + last(60);
    assertThat(column(ask(environment(), query), 0, 0)).containsExactly("10", "20");
    assertThat(column(ask(deployment(first), query), 0, 0)).containsExactly("110", "0");
    assertThat(column(ask(deployment(second), query), 0, 0)).containsExactly("5", "20");
    assertThat(column(ask(environment(), query), 1, 0)).containsExactly("1.0", "1.0");
    assertThat(column(ask(deployment(first), query), 1, 0)).containsExactly("1.0", "0.0");
  }

  @Test
  void timesAreQuantilesAndAnAverage() {
    var latency =
        new LatencyDistribution(new TreeMap<>(Map.of(10_000L, 98L, 2_000_000L, 2L)), 5_000_000);
    var way =
        new TrafficCounters(
            new TrafficCounters.Way(model, "production", first),
            new StatusCounts(100, 0, 0, 0),
            3,
            1,
            latency,
            latency);
    server.routes.count(new Counts(List.of(way), Map.of(first, 4)));
    JsonNode answer =
        ask(
            environment(),
            "metrics=baseten_end_to_end_response_time_seconds"
                + "&metrics=baseten_time_to_first_byte_seconds"
                + "&metrics=baseten_concurrent_requests"
                + "&metrics=baseten_ongoing_websocket_connections"
                + "&metrics=baseten_pod_readiness");
    JsonNode values = answer.at("/metric_values/0/values");
    assertThat(values.get(0).toString()).isEqualTo("[0.01,0.01,0.01,2.0,0.05]");
    assertThat(values.get(1)).isEqualTo(values.get(0));
    assertThat(values.get(2).toString()).isEqualTo("[7.0]");
    assertThat(values.get(3).toString()).isEqualTo("[1.0]");
    assertThat(values.get(4).toString()).isEqualTo("[1.0,0.0]");
    assertThat(answer.requiredAt("/metric_descriptors/0/label_sets").toString())
        .isEqualTo(
            "[{\"quantile\":\"0.5\"},{\"quantile\":\"0.9\"},{\"quantile\":\"0.95\"},{\"quantile\":\"0.99\"},{\"stat\":\"avg\"}]");
    assertThat(answer.requiredAt("/metric_descriptors/0/kind").stringValue())
        .isEqualTo("HISTOGRAM");
    assertThat(answer.requiredAt("/metric_descriptors/0/unit_hint").stringValue())
        .isEqualTo("SECONDS");
  }

  @Test
  void metricsThatAreNotMeasuredHereAreLeftOut() {
    JsonNode answer = ask(environment(), "metrics=baseten_gpu_utilization" + ACTIVE + ACTIVE);
    assertThat(answer.get("metric_descriptors")).hasSize(1);
    assertThat(ask(environment(), "metrics=baseten_gpu_memory_used").get("metric_descriptors"))
        .isEmpty();
  }

  @Test
  void anUnknownMetricIsRefusedWithThoseThatAreKnown() {
    Got got = server.get(environment() + "?metrics=baseten_replica_active");
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.message())
        .contains("baseten_inference_requests_total")
        .contains("Did you mean")
        .contains("baseten_replicas_active");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start_epoch_millis=1",
        "mode=CURRENT&end_epoch_millis=1",
        "mode=series",
        "mode=SERIES&start_epoch_millis=2&end_epoch_millis=2",
        "mode=SUMMARY&start_epoch_millis=0&end_epoch_millis=604800001"
      })
  void whatCannotBeUnderstoodIsRefused(String query) {
    Got got = server.get(environment() + "?" + query);
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.message()).contains("expected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mode=",
        "mode=SERIES&mode=SERIES",
        "metrics=",
        "metrics=baseten_replicas_active&metrics=other",
        "start_epoch_millis=",
        "start_epoch_millis=x",
        "end_epoch_millis=253402300800000",
        "end_epoch_millis=1"
      })
  void aBadValueIsRefusedByTheNameOfItsParameterInBothOperations(String query) {
    for (String path : List.of(environment(), deployment(first))) {
      Got got = server.get(path + "?" + query);
      assertThat(got.status()).as(got.text()).isEqualTo(400);
      assertThat(got.message()).contains(query.substring(0, query.indexOf('=')));
    }
  }

  @Test
  void metricsAreAnsweredInTheOrderInWhichTheyAreNamedEachOnce() {
    String names =
        "metrics=baseten_concurrent_requests&metrics=baseten_replicas_active"
            + "&metrics=baseten_concurrent_requests";
    JsonNode answer = ask(deployment(first), names);
    assertThat(
            answer
                .get("metric_descriptors")
                .valueStream()
                .map(d -> d.required("name").stringValue()))
        .containsExactly("baseten_concurrent_requests", "baseten_replicas_active");
  }

  @Test
  void aSeriesOfSevenDaysHasNoMoreStepsThanOneOfAnHour() {
    JsonNode week = ask(environment(), "mode=SERIES" + last(7 * 24 * 3600));
    assertThat(week.required("step_seconds").intValue()).isEqualTo(7200);
    assertThat(week.get("metric_values")).hasSize(84);
    JsonNode hour = ask(environment(), "mode=SERIES" + last(3600));
    assertThat(hour.get("metric_values")).hasSize(120);
  }

  @Test
  void aKeyForMetricsReadsThoseOfItsModelsOnly() {
    String team = server.engine.access().workspace().teamId();
    String other = server.model("other");
    String key =
        Errors.value(
                server
                    .engine
                    .access()
                    .create(
                        null,
                        ApiKey.Type.WORKSPACE_EXPORT_METRICS,
                        List.of(other),
                        team,
                        AuditEvent.Actor.SYSTEM))
            .secret();
    assertThat(as(key, environment())).isEqualTo(403);
    assertThat(as(key, "/v1/models/" + other + "/environments/production/metrics")).isEqualTo(200);
  }

  private int as(String key, String path) {
    var request = server.request("GET", path, null).header("Authorization", "Api-Key " + key);
    return server.send(request).status();
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    assertThat(server.get(deployment("nope")).status()).isEqualTo(404);
    assertThat(server.get("/v1/models/" + model + "/environments/nope/metrics").status())
        .isEqualTo(404);
  }
}
