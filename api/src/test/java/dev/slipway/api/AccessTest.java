package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.TestServer.Got;
import dev.slipway.engine.port.routes.ApiKey;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may call what.
class AccessTest extends ServerTest {
  private Got with(String method, String path, @Nullable String authorization) {
    HttpRequest.Builder request = server.request(method, path, null);
    return server.send(
        authorization == null ? request : request.header("Authorization", authorization));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Api-Key ", "Bearer ", "api-key ", "BEARER  "})
  void bothSchemesAreUnderstoodInAnyCase(String scheme) {
    assertThat(with("GET", "/v1/models", scheme + server.key).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic abc", "Api-Key", "Api-Key nope.nope", "nope", "Bearer a b"})
  void anotherAuthorizationIsRefused(String header) {
    Got got = with("GET", "/v1/models", header);
    assertThat(got.status()).isEqualTo(401);
    assertThat(got.at("/code")).isEqualTo("UNAUTHORIZED");
    assertThat(got.type()).isEqualTo("application/json");
  }

  @Test
  void noAuthorizationIsRefusedAndSaysWhatIsExpected() {
    Got got = with("GET", "/v1/models", null);
    assertThat(got.status()).isEqualTo(401);
    assertThat(got.message()).contains("Api-Key <key>").contains("Bearer <key>");
    assertThat(got.raw().headers().firstValue("WWW-Authenticate")).isPresent();
  }

  @Test
  void twoAuthorizationsAreRefused() {
    var request =
        server
            .request("GET", "/v1/models", null)
            .header("Authorization", "Api-Key " + server.key)
            .header("Authorization", "Bearer " + server.key);
    assertThat(server.send(request).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "PERSONAL, 200, 200, 200",
    "WORKSPACE_MANAGE_ALL, 200, 200, 200",
    "WORKSPACE_EXPORT_METRICS, 403, 403, 200",
    "WORKSPACE_INVOKE, 403, 403, 200",
    "WORKSPACE_MANAGE_API_KEYS, 403, 200, 200"
  })
  void aKeyReachesWhatItsTypeMay(ApiKey.Type type, int models, int keys, int me) {
    String header = "Api-Key " + server.newKey(type);
    assertThat(with("GET", "/v1/models", header).status()).isEqualTo(models);
    assertThat(with("GET", "/v1/api_keys", header).status()).isEqualTo(keys);
    assertThat(with("GET", "/v1/users/me", header).status()).isEqualTo(me);
  }

  @Test
  void aRefusedScopeNamesTheTypesThatMay() {
    Got got = with("GET", "/v1/models", "Api-Key " + server.newKey(ApiKey.Type.WORKSPACE_INVOKE));
    assertThat(got.at("/code")).isEqualTo("FORBIDDEN");
    assertThat(got.message()).contains("WORKSPACE_INVOKE").contains("WORKSPACE_MANAGE_ALL");
  }

  @Test
  void aKeyThatManagesKeysCannotMakeOneThatManagesModels() {
    String header = "Api-Key " + server.newKey(ApiKey.Type.WORKSPACE_MANAGE_API_KEYS);
    var more =
        server
            .request("POST", "/v1/api_keys", "{\"type\":\"PERSONAL\"}")
            .header("Authorization", header);
    assertThat(server.send(more).status()).isEqualTo(403);
    var less =
        server
            .request("POST", "/v1/api_keys", "{\"type\":\"WORKSPACE_INVOKE\"}")
            .header("Authorization", header);
    assertThat(server.send(less).status()).isEqualTo(200);
  }

  @Test
  void aRevokedKeyIsRefusedFromTheNextRequestOn() {
    String fresh = server.post("/v1/api_keys", "{\"type\":\"PERSONAL\"}").at("/api_key");
    assertThat(with("GET", "/v1/models", "Bearer " + fresh).status()).isEqualTo(200);
    String prefix = fresh.substring(0, fresh.indexOf('.'));
    assertThat(server.delete("/v1/api_keys/" + prefix).at("/prefix")).isEqualTo(prefix);
    assertThat(with("GET", "/v1/models", "Bearer " + fresh).status()).isEqualTo(401);
    assertThat(server.delete("/v1/api_keys/" + prefix).status()).isEqualTo(404);
  }

  @Test
  void twoKeysOfOneNameAreRefusedUntilTheFirstIsDeleted() {
    String named = "{\"name\":\"twice\",\"type\":\"PERSONAL\"}";
    String first = server.post("/v1/api_keys", named).at("/api_key");
    String prefix = first.substring(0, first.indexOf('.'));
    Got second = server.post("/v1/api_keys", named);
    assertThat(second.status()).isEqualTo(400);
    assertThat(second.message())
        .isEqualTo(
            "name: the API key %s has the name 'twice' (expected: another name; or delete that key first)"
                .formatted(prefix));
    String unnamed = "{\"type\":\"PERSONAL\"}";
    assertThat(server.post("/v1/api_keys", unnamed).status()).isEqualTo(200);
    assertThat(server.post("/v1/api_keys", unnamed).status()).isEqualTo(200);
    server.delete("/v1/api_keys/" + prefix);
    assertThat(server.post("/v1/api_keys", named).status()).isEqualTo(200);
  }

  @Test
  void aKeyIsShownOnceAndNeverListed() {
    String fresh =
        server.post("/v1/api_keys", "{\"name\":\"ci\",\"type\":\"PERSONAL\"}").at("/api_key");
    String secret = fresh.substring(fresh.indexOf('.') + 1);
    assertThat(server.get("/v1/api_keys").text()).contains("\"ci\"").doesNotContain(secret);
    assertThat(server.get("/v1/api_keys").at("/keys/0/created_at"))
        .isEqualTo(TestServer.START.toString());
  }

  @Test
  void probesNeedNoKeyAndReadinessSaysWhyNot() {
    assertThat(with("GET", "/healthz", null).status()).isEqualTo(200);
    assertThat(with("GET", "/readyz", null).status()).isEqualTo(200);
    server.notReady = "The store is being migrated.";
    Got got = with("GET", "/readyz", null);
    assertThat(got.status()).isEqualTo(503);
    assertThat(got.message()).isEqualTo("The store is being migrated.");
    assertThat(with("GET", "/healthz", null).status()).isEqualTo(200);
  }

  @Test
  void metricsAreOpenOnLoopback() {
    server.metrics.counter("things").increment();
    Got got = with("GET", "/metrics", null);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.text()).contains("things_total 1.0");
  }

  @Test
  void metricsNeedAKeyWhereTheServerListensFurther() throws Exception {
    try (var wide = new TestServer(uploads.resolve("wide"), "0.0.0.0")) {
      assertThat(wide.send(wide.request("GET", "/metrics", null)).status()).isEqualTo(401);
      String header = "Bearer " + wide.newKey(ApiKey.Type.WORKSPACE_EXPORT_METRICS);
      var request = wide.request("GET", "/metrics", null).header("Authorization", header);
      assertThat(wide.send(request).status()).isEqualTo(200);
    }
  }
}
