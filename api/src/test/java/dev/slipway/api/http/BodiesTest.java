package dev.slipway.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.ServerTest;
import dev.slipway.api.TestServer.Got;
import dev.slipway.api.Wire;
import dev.slipway.api.input.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What bodies may look like.
class BodiesTest extends ServerTest {
  private static final String SECRETS = "/v1/secrets";
  private String production;

  @BeforeEach
  void start() {
    production = "/v1/models/" + server.model("digits") + "/environments/production";
  }

  private Got bytes(byte[] body, String type) {
    return server.send(
        HttpRequest.newBuilder(URI.create(server.base() + SECRETS))
            .header("Authorization", "Bearer " + server.key)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"90", "90.0", "9e1", "9.00E+1"})
  void anIntegerMayBeWrittenAsJsonSchemaHasIt(String ninety) {
    String body = "{\"promotion_settings\":{\"ramp_up_duration_seconds\":" + ninety + "}}";
    assertThat(server.patch(production, body).status()).isEqualTo(200);
    assertThat(server.get(production).at("/promotion_settings/ramp_up_duration_seconds"))
        .isEqualTo("90");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999", "0.5"})
  void aNumberThatIsNoIntegerInRangeIsRefusedAtOnce(String number) {
    String body = "{\"promotion_settings\":{\"ramp_up_duration_seconds\":" + number + "}}";
    assertThat(server.patch(production, body).message()).contains("expected: an integer");
  }

  @Test
  void lengthsAreCountedInCharacters() {
    String wide = "\ud83d\ude80"; // one character, and two of Java's
    String path = "/v1/models/" + server.model("rocket");
    assertThat(server.patch(path, "{\"name\":\"" + wide.repeat(255) + "\"}").status())
        .isEqualTo(200);
    assertThat(server.patch(path, "{\"name\":\"" + wide.repeat(256) + "\"}").message())
        .contains("256 characters (expected: at most 255)");
  }

  @Test
  void aCommandTakesAllThreeFormsOfNoBody() {
    String path = production + "/activate";
    assertThat(server.post(path).status()).isEqualTo(200);
    assertThat(server.post(path, "").status()).isEqualTo(200);
    assertThat(server.post(path, "{}").status()).isEqualTo(200);
    assertThat(server.post(path, "{\"a\":1}").status()).isEqualTo(400);
    assertThat(server.post(path, "[]").status()).isEqualTo(400);
  }

  @Test
  void aContentTypeOnARequestWithoutBodyIsNoMatter() {
    assertThat(server.call("GET", "/v1/models", "").status()).isEqualTo(200);
    assertThat(server.call("DELETE", production, "").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"a\",\"name\":\"b\",\"value\":\"v\"}",
        "{\"name\":\"a\",\"value\":NaN}",
        "{\"name\":\"a\",\"value\":\"v\"} {}",
        "{\"name\":\"a\",\"value\":\"v\"",
        "{'name':'a','value':'v'}",
        "{\"name\":\"a\",\"value\":\"v\",}",
        "{\"name\":\"a\",/* no */\"value\":\"v\"}",
        "{\"name\":\"a\",\"value\":\"\\ud800\"}",
        "nonsense",
        "null",
        "[]",
        "\"text\"",
        "{}",
        "{\"name\":7,\"value\":\"v\"}",
        "{\"name\":null,\"value\":\"v\"}",
        ""
      })
  void anythingButTheExpectedObjectIsRefused(String body) {
    Got got = server.post(SECRETS, body);
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.at("/code")).isEqualTo("VALIDATION_ERROR");
    assertThat(got.message())
        .isNotBlank()
        .doesNotContain("tools.jackson")
        .doesNotContain("dev.slipway");
    assertThat(server.engine.secrets().ofTeam(server.engine.access().workspace().teamId()))
        .isEmpty();
  }

  @Test
  void whatIsSaidAboutBrokenJsonIsForTheCaller() {
    String inner = "[".repeat(Json.MAX_DEPTH + 1);
    for (String body : new String[] {"{", "[", "{\"name\":", "{\"name\":\"a", inner}) {
      assertThat(server.post(SECRETS, body).message())
          .startsWith("body: not valid JSON")
          .doesNotContain("Stream", "Source", "REDACTED", "`");
    }
  }

  @Test
  void depthNumbersAndBytesHaveLimits() {
    String deep = "{\"name\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
    assertThat(server.post(SECRETS, deep).status()).isEqualTo(400);
    String number = "{\"name\":" + "9".repeat(2000) + "}";
    assertThat(server.post(SECRETS, number).status()).isEqualTo(400);
    byte[] invalid = {'{', '"', 'n', '"', ':', '"', (byte) 0xc3, '(', '"', '}'};
    assertThat(bytes(invalid, "application/json").message()).contains("UTF-8");
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, 200",
    "application/json; charset=utf-8, 200",
    "Application/JSON;charset=\"UTF-8\", 200",
    "application/json; charset=latin1, 415",
    "application/x-www-form-urlencoded, 415",
    "text/plain, 415"
  })
  void onlyJsonInUtf8IsTaken(String type, int status) {
    byte[] body = "{\"name\":\"a\",\"value\":\"v\"}".getBytes(UTF_8);
    assertThat(bytes(body, type).status()).isEqualTo(status);
  }

  @Test
  void aBodyOverItsLimitIsRefusedBeforeItIsRead() {
    byte[] large = new byte[BodyKind.JSON.limit() + 1];
    assertThat(bytes(large, "application/json").status()).isEqualTo(413);
  }

  @Test
  void aBodyOfUnknownLengthIsRefusedAtItsLimit() throws Exception {
    int size = BodyKind.JSON.limit() + 1;
    String answer =
        Wire.send(
            server,
            "POST /v1/secrets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer KEY\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(size)
                + "\r\n"
                + " ".repeat(size)
                + "\r\n0\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 413").contains("PAYLOAD_TOO_LARGE");
  }

  @Test
  void strictSchemasRefuseUnknownFieldsAndSuggestTheKnownOne() {
    Got got = server.patch(production, "{\"promotion_setings\":{}}");
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.message()).contains("Did you mean \"promotion_settings\"?");
    got = server.patch(production, "{\"autoscaling_settings\":{\"min_replicas\":1}}");
    assertThat(got.message())
        .startsWith("autoscaling_settings.min_replicas: unknown field")
        .contains("Did you mean \"min_replica\"?");
  }

  @Test
  void otherSchemasIgnoreUnknownFields() {
    String body = "{\"name\":\"staging\",\"later\":1,\"promotion_settings\":{\"also\":true}}";
    assertThat(server.post(production.replace("/production", ""), body).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"promotion_settings\":{\"ramp_up_duration_seconds\":\"abc\"}}|promotion_settings.ramp_up_duration_seconds: \"abc\" (expected: an integer from 0 to 604800)",
        "{\"promotion_settings\":{\"ramp_up_duration_seconds\":604801}}|promotion_settings.ramp_up_duration_seconds: 604801 (expected: an integer from 0 to 604800)",
        "{\"promotion_settings\":{\"ramp_up_duration_seconds\":1.5}}|promotion_settings.ramp_up_duration_seconds: 1.5 (expected: an integer from 0 to 604800)",
        "{\"promotion_settings\":[]}|promotion_settings: a JSON array (expected: a JSON object)",
        "{\"promotion_settings\":{\"redeploy_on_promotion\":\"yes\"}}|promotion_settings.redeploy_on_promotion: \"yes\" (expected: true or false)",
        "{\"promotion_settings\":{\"promotion_cleanup_strategy\":\"keep\"}}|promotion_settings.promotion_cleanup_strategy: \"keep\" (expected: KEEP, SCALE_TO_ZERO, DEACTIVATE)",
        "{\"autoscaling_settings\":{\"min_replica\":5,\"max_replica\":2}}|min_replica: 5 (expected: at most max_replica, 2)",
        "{\"autoscaling_settings\":{\"min_replica\":99999999999999999999}}|autoscaling_settings.min_replica: 99999999999999999999 (expected: an integer from 0 to 100)",
        "{\"request_backpressure_settings\":{\"policy\":\"DROP\"}}|request_backpressure_settings.policy: \"DROP\" (expected: QUEUE_ON_FULL, REJECT_ON_FULL)"
      })
  void aWrongSettingIsNamedByItsPath(String body, String message) {
    String before = server.get(production).text();
    Got got = server.patch(production, body);
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.message()).isEqualTo(message);
    assertThat(server.get(production).text()).isEqualTo(before);
  }
}
