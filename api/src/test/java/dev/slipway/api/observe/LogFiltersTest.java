package dev.slipway.api.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.ServerTest;
import dev.slipway.api.TestServer;
import dev.slipway.api.TestServer.Got;
import dev.slipway.engine.port.runtime.LogLine;
import dev.slipway.engine.port.runtime.LogLine.Level;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every parameter of the logs' operations, as query of a deployment and of an environment, and as
/// body: what it lets through, where its limits are, and that its refusal names it.
class LogFiltersTest extends ServerTest {
  /// In milliseconds; the lines are one millisecond apart, beginning here.
  private static final long AT = TestServer.START.plus(Duration.ofHours(1)).toEpochMilli();

  private String model;
  private String deployment;

  @BeforeEach
  void start() {
    model = "/v1/models/" + server.model("digits");
    deployment = server.get(model).at("/production_deployment_id");
    line(0, "r1", "q1", Level.DEBUG, "a: opened");
    line(1, "r1", "q1", Level.INFO, "b: read 10 rows");
    line(2, "r2", "q2", Level.WARNING, "c: read 20 rows, slow");
    line(3, "r2", null, Level.ERROR, "d: failed");
    line(4, "r2", null, null, "e: no level, read");
    server.time.advance(Duration.ofHours(2));
  }

  private void line(
      int millis, String replica, @Nullable String request, @Nullable Level level, String text) {
    // In the last nanosecond of its millisecond.
    long nanos = (AT + millis) * 1_000_000 + 999_999;
    server.runtime.prints(new LogLine(nanos, deployment, replica, request, level, text));
  }

  private String ofDeployment(String query) {
    return model + "/deployments/" + deployment + "/logs?" + query;
  }

  private String ofEnvironment(String query) {
    return model + "/environments/production/logs?" + query;
  }

  /// The first letters of what is found, by both operations alike.
  private String found(String query) {
    String all = query + (query.contains("_epoch_millis") ? "" : window(0, 4));
    Got got = server.get(ofDeployment(all));
    assertThat(got.status()).as(got.text()).isEqualTo(200);
    assertThat(server.get(ofEnvironment(all)).text()).isEqualTo(got.text());
    return letters(got);
  }

  private static String letters(Got got) {
    return String.join(
        "",
        got.json()
            .get("logs")
            .valueStream()
            .map(l -> l.required("message").stringValue().substring(0, 1))
            .toList());
  }

  private static String window(int from, int to) {
    return "&start_epoch_millis=" + (AT + from) + "&end_epoch_millis=" + (AT + to);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "direction=desc                          | edcba",
        "direction=asc                           | abcde",
        "direction=asc&min_level=DEBUG           | abcd",
        "direction=asc&min_level=INFO            | bcd",
        "direction=asc&min_level=WARNING         | cd",
        "direction=asc&min_level=ERROR           | d",
        "direction=asc&replica=r1                | ab",
        "direction=asc&request_id=q2             | c",
        "direction=asc&component=model           | abcde",
        "direction=asc&includes=read             | bce",
        "direction=asc&includes=read&includes=slow | c",
        "direction=asc&excludes=read             | ad",
        "direction=asc&excludes=read&excludes=failed | a",
        "direction=asc&includes=read&excludes=slow | be",
        "direction=asc&search_pattern=%5Cd%2B%20rows%24 | b",
        "direction=asc&search_pattern=(?i)READ   | bce",
        "direction=asc&limit=2                   | ab",
        "direction=desc&limit=2                  | ed",
        "direction=asc&replica=r2&min_level=INFO&includes=read&request_id=q2 | c",
      })
  void aFilterLetsThroughWhatItSays(String query, String letters) {
    assertThat(found(query)).isEqualTo(letters);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "min_level=WARNING&replica=nobody",
        "request_id=nothing",
        "component=server",
        "component=elsewhere",
        "includes=read&includes=failed",
        "search_pattern=%5Eread"
      })
  void whatFitsNothingIsAnEmptyAnswer(String query) {
    assertThat(found(query)).isEmpty();
  }

  @Test
  void bothEndsOfTheWindowAreInItToTheirLastNanosecond() {
    assertThat(found("direction=asc" + window(1, 3))).isEqualTo("bcd");
    assertThat(found("direction=asc" + window(2, 2))).isEqualTo("c");
    assertThat(found("direction=asc" + window(5, 9))).isEmpty();
  }

  @Test
  void withoutAnEndTheWindowEndsNowAndIsHalfAnHourLong() {
    assertThat(found("direction=asc&start_epoch_millis=" + (AT + 3))).isEqualTo("de");
    assertThat(letters(server.get(ofDeployment("")))).as("an hour ago").isEmpty();
    long end = AT + Duration.ofMinutes(30).toMillis();
    assertThat(found("direction=asc&end_epoch_millis=" + (end + 2))).isEqualTo("cde");
  }

  @Test
  void aWindowOfSevenDaysIsTheLongest() {
    long end = AT + 4;
    long start = end - Duration.ofDays(7).toMillis();
    assertThat(found("min_level=ERROR&start_epoch_millis=" + start + "&end_epoch_millis=" + end))
        .isEqualTo("d");
    Got got =
        server.get(ofEnvironment("start_epoch_millis=" + (start - 1) + "&end_epoch_millis=" + end));
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.message()).contains("start_epoch_millis", "7 days");
  }

  @Test
  void withoutALimitThereAreFiveHundredLinesAndWithOneUpToAThousand() {
    for (int i = 0; i < 1_200; i++) {
      line(100 + i, "r3", null, null, "x");
    }
    String all = window(0, 2_000);
    assertThat(found("replica=r3" + all)).hasSize(500);
    assertThat(found("replica=r3&limit=1000" + all)).hasSize(1_000);
    assertThat(found("replica=r3&limit=1" + all)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "start_epoch_millis, x",
    "start_epoch_millis, -1",
    "end_epoch_millis, 1.5",
    "end_epoch_millis, 253402300800000",
    "direction, DESC",
    "direction, ''",
    "limit, 0",
    "limit, 1001",
    "limit, ''",
    "min_level, info",
    "min_level, CRITICAL",
    "search_pattern, (",
    "search_pattern, (?=look)",
    "search_pattern, a{1001}"
  })
  void aBadValueIsRefusedByTheNameOfItsParameter(String name, String value) {
    String query = name + "=" + URLEncoder.encode(value, UTF_8);
    for (Got got : List.of(server.get(ofDeployment(query)), server.get(ofEnvironment(query)))) {
      assertThat(got.status()).as(got.text()).isEqualTo(400);
      assertThat(got.at("/code")).isEqualTo("VALIDATION_ERROR");
      assertThat(got.message()).contains(name).contains("expected");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "direction",
        "limit",
        "min_level",
        "replica",
        "request_id",
        "component",
        "search_pattern",
        "start_epoch_millis"
      })
  void whatIsGivenTwiceIsRefusedByItsName(String name) {
    Got got = server.get(ofDeployment(name + "=1&" + name + "=1"));
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.message()).contains(name).contains("more than once");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"replica", "request_id", "component", "search_pattern", "includes", "excludes"})
  void aTextMayHave256CharactersAndNoMore(String name) {
    String longest = "\uD83D\uDE80".repeat(256);
    String encoded = URLEncoder.encode(longest, UTF_8);
    assertThat(server.get(ofDeployment(name + "=" + encoded)).status()).isEqualTo(200);
    Got got = server.get(ofDeployment(name + "=" + encoded + "x"));
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.message()).contains(name).contains("at most 256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"includes", "excludes"})
  void eightTextsMayBeGivenAndNoMore(String name) {
    String eight = ("&" + name + "=z").repeat(8);
    assertThat(server.get(ofDeployment(eight)).status()).isEqualTo(200);
    assertThat(server.get(ofDeployment(eight + "&" + name + "=z")).message())
        .contains(name)
        .contains("at most 8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "start_epoch_millis | \"1\"",
        "end_epoch_millis   | -1",
        "direction          | \"up\"",
        "limit              | 1001",
        "min_level          | \"info\"",
        "replica            | 7",
        "request_id         | []",
        "component          | {}",
        "search_pattern     | \"(\"",
        "includes           | \"read\"",
        "excludes           | [1]"
      })
  void theBodyOfTheDeprecatedFormIsReadAsStrictly(String name, String value) {
    String path = ofDeployment("").replace("?", "");
    Got got = server.post(path, "{\"" + name + "\":" + value + "}");
    assertThat(got.status()).as(got.text()).isEqualTo(400);
    assertThat(got.message()).contains(name).contains("expected");
  }

  @Test
  void theBodyOfTheDeprecatedFormFiltersAsTheQueryDoes() {
    String path = ofDeployment("").replace("?", "");
    String body =
        """
        {"start_epoch_millis":%d,"end_epoch_millis":%d,"direction":"asc","limit":3,"replica":null,
         "min_level":"DEBUG","includes":["read"],"excludes":null,"search_pattern":"rows"}
        """
            .formatted(AT, AT + 4);
    assertThat(letters(server.post(path, body))).isEqualTo("bc");
  }
}
