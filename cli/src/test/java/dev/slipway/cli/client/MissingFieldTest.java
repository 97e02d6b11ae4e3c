package dev.slipway.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cli.FakeServer;
import dev.slipway.cli.Run;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.term.EnvironmentText;
import dev.slipway.wire.DeploymentBodies.DeploymentV1;
import dev.slipway.wire.EnvironmentBodies.EnvironmentV1;
import dev.slipway.wire.ModelBodies.ModelsV1;
import dev.slipway.wire.PromotionBodies.CancelPlanBody;
import dev.slipway.wire.PromotionBodies.ReceiptBody;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A field that an answer lacks is never read as 0, false or empty.
class MissingFieldTest {
  private static final String PRODUCTION = "/v1/models/m1/environments/production";
  private static final String RECEIPT =
      Filled.body(
          ReceiptBody.class,
          """
          {"timeline":[{"message":"half"},{"message":"whole"}],"leftovers":{"complete":true},
           "candidate_served":{"requests":3}}\
          """);

  private final FakeServer server = new FakeServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private static <T> T read(Class<T> type, String json) {
    return new ServerReply(200, json, Duration.ZERO).as(type);
  }

  private static String without(String json, String parent, String field) {
    JsonNode whole = WireJson.parse(json);
    ((ObjectNode) (parent.isEmpty() ? whole : whole.at(parent))).remove(field);
    return whole.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "/candidate_served, after_fence, candidate_served.after_fence",
    "/candidate_served, requests, candidate_served.requests",
    "/candidate_served, interrupted, candidate_served.interrupted",
    "'', candidate_served, candidate_served",
    "'', timeline, timeline",
    "/promotion, status, promotion.status",
    "/timeline/1, generation, timeline[1].generation",
    "/leftovers, replica_seconds, leftovers.replica_seconds",
  })
  void aMissingFieldFailsWithItsName(String parent, String field, String path) {
    read(ReceiptBody.class, RECEIPT);
    assertThatThrownBy(() -> read(ReceiptBody.class, without(RECEIPT, parent, field)))
        .isInstanceOf(Failure.class)
        .hasMessage("The server's answer has no " + path + ".");
  }

  @Test
  void nullIsAsGoodAsMissing() {
    String receipt = RECEIPT.replace("\"after_fence\":0", "\"after_fence\":null");
    assertThatThrownBy(() -> read(ReceiptBody.class, receipt))
        .hasMessage("The server's answer has no candidate_served.after_fence.");
  }

  @ParameterizedTest
  @CsvSource({"0.4", "'\"\"'", "'\"3\"'", "true", "[]", "{}"})
  void aFieldOfAnotherKindFailsWithItsName(String value) {
    String receipt = RECEIPT.replace("\"after_fence\":0", "\"after_fence\":" + value);
    assertThatThrownBy(() -> read(ReceiptBody.class, receipt))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith(
            "The server's answer has an unreadable candidate_served.after_fence: ");
  }

  @ParameterizedTest
  @CsvSource({"[]", "3", "null", "'\"text\"'"})
  void anAnswerThatIsNoObjectIsRefused(String body) {
    assertThatThrownBy(() -> read(ModelsV1.class, body))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith("The server's answer ");
  }

  @Test
  void whatMayBeLeftOutMayBeLeftOutAndMoreMayBeSaid() {
    String receipt = without(without(RECEIPT, "", "leftovers"), "", "settled_at");
    assertThat(read(ReceiptBody.class, receipt).leftovers()).isNull();
    String deployment = Filled.body(DeploymentV1.class, "{\"id\":\"d1\",\"added_later\":[1]}");
    assertThat(read(DeploymentV1.class, deployment).id()).isEqualTo("d1");
  }

  @Test
  void settingsThatAServerLeavesOutHaveTheirPublishedDefaults() {
    String environment =
        Filled.body(
            EnvironmentV1.class, "{\"promotion_settings\":{\"ramp_up_while_promoting\":true}}");
    assertThat(EnvironmentText.kind(read(EnvironmentV1.class, environment).promotionSettings()))
        .isEqualTo("canary over 10 min 0 s");
    String rolling =
        Filled.body(
            EnvironmentV1.class,
            "{\"promotion_settings\":{\"rolling_deploy\":true,\"rolling_deploy_config\":{}}}");
    assertThat(EnvironmentText.kind(read(EnvironmentV1.class, rolling).promotionSettings()))
        .isEqualTo("rolling, 25 % surge a step");
  }

  @Test
  void aReceiptWithoutItsEvidencePrintsNothing() {
    server
        .on("GET /v1/models", "{\"models\":[{\"id\":\"m1\",\"name\":\"digits\"}]}")
        .exactly(
            "GET " + PRODUCTION + "/promotions/p1",
            without(RECEIPT, "/candidate_served", "after_fence"));
    var result = Run.on(server).run("receipt", "digits", "production", "p1");
    assertThat(result.code()).isEqualTo(Exit.SERVER_ERROR);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .contains("slipway: The server's answer has no candidate_served.after_fence.");
    assertThat(Run.on(server).run("receipt", "digits", "production", "p1", "--json").code())
        .as("as it is, for programs")
        .isZero();
  }

  @Test
  void aPlanOfACancelWithoutItsNumbersIsNoPlan() {
    String plan = Filled.body(CancelPlanBody.class, "{\"accepted\":true}");
    server
        .on("GET /v1/models", "{\"models\":[{\"id\":\"m1\",\"name\":\"digits\"}]}")
        .on("POST " + PRODUCTION + "/cancel_promotion", without(plan, "/capacity", "shortfall"));
    var result = Run.on(server).run("cancel", "digits", "production", "--dry-run");
    assertThat(result.code()).isEqualTo(Exit.SERVER_ERROR);
    assertThat(result.err()).contains("has no capacity.shortfall.");
  }

  @Test
  void anElementOfAListIsNamedByItsPlace() {
    server
        .on("GET /v1/models", "{\"models\":[{\"id\":\"m1\",\"name\":\"digits\"}]}")
        .on("GET /v1/models/m1/deployments", "{\"deployments\":[{\"id\":\"d1\",\"name\":\"v1\"}]}")
        .exactly(
            "GET /v1/models/m1/deployments/d1/logs",
            "{\"logs\":[{\"timestamp\":\"1\",\"message\":\"a\"},{\"timestamp\":\"2\"}]}");
    var result = Run.on(server).run("logs", "digits", "v1");
    assertThat(result.code()).isEqualTo(Exit.SERVER_ERROR);
    assertThat(result.err()).contains("The server's answer has no logs[1].message.");
  }
}
