package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.TestServer.Got;
import dev.slipway.api.input.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Paths, methods and queries.
class RoutingTest extends ServerTest {
  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1", "/v2/models", "/v1//models", "/v1/models//environments"})
  void anUnknownPathIsNotFound(String path) {
    Got got = server.get(path);
    assertThat(got.status()).isEqualTo(404);
    assertThat(got.at("/code")).isEqualTo("NOT_FOUND");
  }

  @Test
  void aSlashAtTheEndIsNotRedirectedButExplained() {
    Got got = server.get("/v1/models/");
    assertThat(got.status()).isEqualTo(404);
    assertThat(got.message()).contains("slash").endsWith("/v1/models.");
  }

  @Test
  void aKnownPathWithAnotherMethodNamesTheMethods() {
    Got got = server.call("PUT", "/v1/models", "{}");
    assertThat(got.status()).isEqualTo(405);
    assertThat(got.raw().headers().firstValue("Allow")).contains("GET, POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"production", "development"})
  void aNameThatStandsForADeploymentIsNoId(String alias) {
    String path = "/v1/models/" + server.model("digits") + "/deployments/" + alias;
    for (String method : new String[] {"DELETE", "PATCH", "OPTIONS"}) {
      Got got = server.call(method, path, "{}");
      assertThat(got.status()).as(method).isEqualTo(405);
      assertThat(got.raw().headers().firstValue("Allow")).contains("GET");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/audit_logs?limit=",
        "/v1/audit_logs?direction=",
        "/v1/audit_logs?sources=",
        "/v1/audit_logs?event_type_groups=",
        "/v1/audit_logs?end_epoch_millis=",
        "/v1/users?limit="
      })
  void anEmptyValueIsNoneOfThoseThatAreKnown(String path) {
    Got got = server.get(path);
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.message())
        .contains(path.substring(path.indexOf('?') + 1, path.length() - 1))
        .contains("expected");
  }

  @Test
  void everyTextOfAnAuditQueryHasALimit() {
    String longest = "x".repeat(Limits.ID);
    for (String name : new String[] {"user_ids", "deployment_ids", "environment_names"}) {
      String path = "/v1/audit_logs?" + name + "=y&" + name + "=" + longest;
      assertThat(server.get(path).status()).isEqualTo(200);
      assertThat(server.get(path + "x").message()).contains(name).contains("at most 512");
    }
  }

  @Test
  void theEndOfTheYear9999IsATimeThatMayBeAskedFor() {
    String end = "?end_epoch_millis=253402300799999";
    assertThat(server.get("/v1/audit_logs" + end).status()).isEqualTo(200);
    assertThat(server.get("/v1/audit_logs" + end + "9").status()).isEqualTo(400);
  }

  @Test
  void escapedNamesAreSplitBeforeTheyAreDecoded() {
    assertThat(server.get("/v1/models/abc%2Fdef").message()).contains("abc/def");
    String model = server.model("digits");
    String env = "/v1/models/" + model + "/environments/";
    assertThat(server.get(env + "pr%6fduction").at("/name")).isEqualTo("production");
    assertThat(server.get(env + "a%2Fb").message()).contains("a/b");
    assertThat(server.get("/v1/models/%E2%82%AC").message()).contains("€");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /v1/models/%ff HTTP/1.1", "GET /v1/models/%zz HTTP/1.1"})
  void brokenEscapesAreRefused(String line) throws Exception {
    String answer = Wire.send(server, line + "\r\nHost: x\r\nAuthorization: Bearer KEY\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("VALIDATION_ERROR");
  }

  @Test
  void unreadableHttpIsAnsweredInJson() throws Exception {
    String answer = Wire.send(server, "GET /v1/models HTTP/1.1\r\nbroken header\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("application/json");
  }

  @Test
  void headersThatAreTooLongAreRefused() throws Exception {
    String answer =
        Wire.send(
            server, "GET /v1/models HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 4");
  }

  @Test
  void namesFilterLists() {
    String model = server.model("one");
    server.model("two");
    assertThat(server.get("/v1/models").json().requiredAt("/models").size()).isEqualTo(2);
    Got one = server.get("/v1/models?name=one");
    assertThat(one.json().requiredAt("/models").size()).isEqualTo(1);
    assertThat(one.at("/models/0/id")).isEqualTo(model);
    assertThat(server.get("/v1/models?name=three").json().requiredAt("/models").size()).isZero();
    String deployments = "/v1/models/" + model + "/deployments";
    server.deployment(model);
    Got second = server.get(deployments + "?name=deployment-2");
    assertThat(second.json().requiredAt("/deployments").size()).isEqualTo(1);
    assertThat(server.get("/v1/teams?name=default").json().requiredAt("/teams").size())
        .isEqualTo(1);
    assertThat(server.get("/v1/teams?name=other").json().requiredAt("/teams").size()).isZero();
    assertThat(server.get("/v1/users?email=x%40y").json().requiredAt("/items").size()).isZero();
  }

  @Test
  void aNameInAQueryIsDecoded() {
    server.model("my model+1");
    Got got = server.get("/v1/models?name=my+model%2B1");
    assertThat(got.json().requiredAt("/models").size()).isEqualTo(1);
    assertThat(server.get("/v1/models?name=a&name=b").status()).isEqualTo(400);
  }

  @Test
  void aCommandRefusesWhatItDoesNotUnderstand() {
    String model = server.model("digits");
    String cancel = "/v1/models/" + model + "/environments/production/cancel_promotion";
    Got got = server.post(cancel.replace("cancel_", "pause_") + "?dry_run=true");
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.message()).contains("dry_run").contains("expected: reason");
    assertThat(server.post(cancel + "?reson=x").message()).contains("Did you mean \"reason\"?");
    assertThat(server.get("/v1/models?unknown=1").status()).isEqualTo(200);
  }

  @Test
  void anotherTeamIsNotFound() {
    assertThat(server.get("/v1/teams/nope1234").status()).isEqualTo(404);
    assertThat(server.get("/v1/teams/nope1234/models").status()).isEqualTo(404);
    assertThat(server.get("/v1/users/nope1234").status()).isEqualTo(404);
  }

  @Test
  void headIsAnsweredWithoutABody() {
    Got got = server.call("HEAD", "/v1/models", null);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.text()).isEmpty();
  }
}
