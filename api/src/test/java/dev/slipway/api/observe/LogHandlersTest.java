package dev.slipway.api.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.Bodies;
import dev.slipway.api.ModelTest;
import dev.slipway.api.TestServer;
import dev.slipway.api.TestServer.Got;
import dev.slipway.api.input.Limits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Logs of deployments and environments.
class LogHandlersTest extends ModelTest {
  private String logs(String query) {
    return "/v1/models/" + model + "/deployments/" + first + "/logs" + query;
  }

  private static List<String> messages(Got got) {
    return got.json()
        .get("logs")
        .valueStream()
        .map(l -> l.required("message").stringValue())
        .toList();
  }

  @Test
  void newestLinesComeFirstUnlessTheOtherOrderIsAsked() {
    List<String> newest = messages(server.get(logs("")));
    assertThat(newest).hasSizeGreaterThan(1);
    assertThat(messages(server.get(logs("?direction=asc")))).isEqualTo(newest.reversed());
    assertThat(messages(server.post(logs(""), "{\"direction\":\"desc\"}"))).isEqualTo(newest);
    assertThat(messages(server.post(logs("")))).isEqualTo(newest);
  }

  @Test
  void timesAreNanosecondsAsText() {
    JsonNode line = server.get(logs("")).json().at("/logs/0");
    assertThat(line.get("timestamp").isString()).isTrue();
    assertThat(Long.parseLong(line.required("timestamp").stringValue()) / 1_000_000_000L)
        .isEqualTo(TestServer.START.getEpochSecond());
  }

  @Test
  void filtersHoldTogether() {
    assertThat(messages(server.get(logs("?includes=build"))))
        .isNotEmpty()
        .allMatch(m -> m.contains("build"));
    assertThat(messages(server.get(logs("?includes=build&includes=nothing")))).isEmpty();
    assertThat(messages(server.get(logs("?excludes=build")))).noneMatch(m -> m.contains("build"));
    assertThat(messages(server.get(logs("?limit=1")))).hasSize(1);
    assertThat(messages(server.post(logs(""), "{\"includes\":[\"build\"]}"))).isNotEmpty();
    long before = TestServer.START.toEpochMilli() - 1;
    assertThat(messages(server.get(logs("?end_epoch_millis=" + before)))).isEmpty();
  }

  @Test
  void anEnvironmentMergesItsDeployments() {
    Got got = server.get("/v1/models/" + model + "/environments/production/logs");
    assertThat(messages(got)).isEqualTo(messages(server.get(logs(""))));
    server.post("/v1/models/" + model + "/environments", "{\"name\":\"empty\"}");
    Got empty = server.get("/v1/models/" + model + "/environments/empty/logs");
    assertThat(messages(empty)).isEmpty();
  }

  @Test
  void anEnvironmentsLogsHaveWhatServedItInTheTimeThatIsAskedFor() {
    String second = server.deployment(model);
    server.post("/v1/models/" + model + "/environments/production/promote", Bodies.promote(second));
    server.settle();
    String path = "/v1/models/" + model + "/environments/production/logs";
    assertThat(server.get("/v1/models/" + model).at("/production_deployment_id")).isEqualTo(second);
    int both =
        messages(server.get(logs(""))).size()
            + messages(server.get(logs("").replace(first, second))).size();
    assertThat(messages(server.get(path))).hasSize(both);
    server.time.advance(Duration.ofDays(1));
    String third = server.deployment(model);
    server.post("/v1/models/" + model + "/environments/production/promote", Bodies.promote(third));
    server.settle();
    long day = TestServer.START.plusSeconds(60).toEpochMilli();
    assertThat(messages(server.get(path + "?start_epoch_millis=" + day)))
        .isEqualTo(messages(server.get(logs("").replace(first, third))));
  }

  @Test
  void aComponentIsTheModelOrTheServer() {
    List<String> all = messages(server.get(logs("?direction=asc")));
    List<String> ofModel = messages(server.get(logs("?direction=asc&component=model")));
    List<String> ofServer = messages(server.get(logs("?direction=asc&component=server")));
    assertThat(ofServer).contains("build: started");
    assertThat(ofModel).isNotEmpty().doesNotContain("build: started");
    assertThat(ofModel.size() + ofServer.size()).isEqualTo(all.size());
    assertThat(messages(server.get(logs("?component=proxy")))).isEmpty();
    assertThat(messages(server.post(logs(""), "{\"component\":\"model\"}"))).hasSameSizeAs(ofModel);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=1001",
        "limit=x",
        "direction=up",
        "min_level=LOUD",
        "search_pattern=(",
        "start_epoch_millis=2&end_epoch_millis=1",
        "start_epoch_millis=0&end_epoch_millis=604800001",
        "start_epoch_millis=-1",
        "includes=1&includes=2&includes=3&includes=4&includes=5&includes=6&includes=7&includes=8&includes=9"
      })
  void wrongQueriesAreRefused(String query) {
    Got got = server.get(logs("?" + query));
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.message()).contains("expected");
  }

  @Test
  void longFiltersAreRefused() {
    String pattern = "x".repeat(Limits.LOG_FILTER + 1);
    assertThat(server.get(logs("?search_pattern=" + pattern)).status()).isEqualTo(400);
    assertThat(server.get(logs("?includes=" + pattern)).status()).isEqualTo(400);
    assertThat(server.post(logs(""), "{\"limit\":0}").status()).isEqualTo(400);
  }
}
