package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.client.Filled;
import dev.slipway.cli.client.WireJson;
import dev.slipway.cli.push.ArchiveTest;
import dev.slipway.wire.ModelBodies.CreatedModelDeploymentV1;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PushTest {
  private static final String CREATED =
      """
      {"model":{"id":"m1","name":"digits"},
       "deployment":{"id":"d1","name":"v1","status":"BUILDING"}}\
      """;

  private final FakeServer server = new FakeServer();
  private final Run run = Run.on(server);
  @TempDir private Path model = Path.of("");

  @BeforeEach
  void aModelAndAServer() throws IOException {
    Files.writeString(model.resolve("config.yaml"), "model_name: digits\n");
    Files.writeString(model.resolve("model.py"), "x = 1\n");
    server
        .on("GET /v1/models", "{\"models\":[]}")
        .on(
            "POST /v1/prepare_model_upload",
            """
            {"creds":null,"s3_bucket":null,"s3_key":null,"s3_region":null,
             "upload":{"url":"/uploads/u1","method":"PUT","archive_key":"k1","max_bytes":100000}}\
            """)
        .on("PUT /uploads/u1", "{\"archive_key\":\"k1\",\"bytes\":1}")
        .on("POST /v1/models", CREATED)
        .on("POST /v1/models/m1/deployments", CREATED);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Run.Result push(String... more) {
    var args = new String[more.length + 2];
    args[0] = "push";
    args[1] = model.toString();
    System.arraycopy(more, 0, args, 2, more.length);
    return run.run(args);
  }

  private static JsonNode body(FakeServer.Request request) {
    return WireJson.parse(request.body());
  }

  @Test
  void aNewModelIsPreparedUploadedAndCreated() throws IOException {
    var result = push("--deployment-name", "v1", "--environment", "staging");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(body(server.request("POST /v1/prepare_model_upload")))
        .isEqualTo(
            WireJson.parse(
                """
                {"name":"digits","deployment":{"config":{"model_name":"digits"},
                 "raw_config":"model_name: digits\\n","environment_name":"staging",
                 "deployment_name":"v1"}}\
                """));
    assertThat(ArchiveTest.read(server.request("PUT /uploads/u1").bytes().array()).keySet())
        .containsExactly("config.yaml", "model.py");
    assertThat(body(server.request("POST /v1/models")))
        .isEqualTo(
            WireJson.parse(
                """
                {"source":{"kind":"model_archive","s3_key":"k1","name":"digits",
                 "deployment":{"config":{"model_name":"digits"},
                 "raw_config":"model_name: digits\\n","environment_name":"staging",
                 "deployment_name":"v1"}}}\
                """));
    assertThat(result.out())
        .contains("Uploaded 2 files", "Deployment v1 (d1) of model digits (m1)");
  }

  @Test
  void whatTheServerSaysOfTheConfigIsPrinted() {
    server.on(
        "POST /v1/prepare_model_upload",
        """
        {"upload":{"url":"/uploads/u1","method":"PUT","archive_key":"k1","max_bytes":100000},
         "warnings":["config.yaml:2: resorces: unknown key."]}
        """);
    var result = push();
    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("Warning: config.yaml:2: resorces: unknown key.");
  }

  @Test
  void aKnownModelGetsAnotherDeployment() {
    server.on("GET /v1/models", "{\"models\":[{\"id\":\"m1\",\"name\":\"digits\"}]}");
    assertThat(push("--promote").code()).isZero();
    assertThat(server.requests("POST /v1/models")).isEmpty();
    JsonNode source = body(server.request("POST /v1/models/m1/deployments")).path("source");
    assertThat(source.has("name")).isFalse();
    assertThat(source.path("deployment").required("environment_name").stringValue())
        .isEqualTo("production");
    assertThat(
            body(server.request("POST /v1/prepare_model_upload"))
                .required("model_id")
                .stringValue())
        .isEqualTo("m1");
  }

  @Test
  void aServerThatTakesNoArchiveGetsTheConfigAlone() {
    server.on("POST /v1/prepare_model_upload", "{\"creds\":null,\"s3_key\":null}");
    var result = push();
    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("no file was sent", "from its config alone");
    assertThat(body(server.request("POST /v1/models")).path("source").has("s3_key")).isFalse();
  }

  @Test
  void aServerThatWantsS3IsSaidSo() {
    server.on("POST /v1/prepare_model_upload", "{\"s3_key\":\"organizations/x.tgz\"}");
    assertThat(push().err()).contains("S3 bucket");
  }

  @Test
  void anArchiveAboveTheServersLimitIsNotSent() {
    server.on(
        "POST /v1/prepare_model_upload",
        "{\"upload\":{\"url\":\"/uploads/u1\",\"archive_key\":\"k1\",\"max_bytes\":10}}");
    var result = push();
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("at most 10 B");
    assertThat(server.requests("PUT /uploads/u1")).isEmpty();
  }

  @Test
  void jsonIsTheAnswerToTheCreateCallAlone() {
    var result = push("--json");
    assertThat(result.out().strip())
        .isEqualTo(Filled.body(CreatedModelDeploymentV1.class, CREATED));
    assertThat(result.err()).contains("Uploaded 2 files");
  }

  @Test
  void waitEndsWhenItIsActive() {
    var looks = new AtomicInteger();
    server.on(
        "GET /v1/models/m1/deployments/d1",
        r -> {
          String status = looks.incrementAndGet() < 3 ? "DEPLOYING" : "ACTIVE";
          return FakeServer.Answer.ok("{\"name\":\"v1\",\"status\":\"" + status + "\"}");
        });
    var result = push("--wait");
    assertThat(result.code()).isZero();
    assertThat(looks).hasValue(3);
    assertThat(result.out()).contains("DEPLOYING", "[ok] v1 is ACTIVE.");
  }

  @Test
  void whatIsInNoEnvironmentIsSaidToBeSo() {
    String promote = "It is not in production; promote it with: slipway promote m1 d1";
    String active = "{\"id\":\"d1\",\"model_id\":\"m1\",\"name\":\"v1\",\"status\":\"ACTIVE\"%s}";
    server.on(
        "POST /v1/models", CREATED.replace("\"BUILDING\"", "\"BUILDING\",\"model_id\":\"m1\""));
    assertThat(push().out()).contains(promote);
    server.on("GET /v1/models/m1/deployments/d1", active.formatted(""));
    assertThat(push("--wait").out()).contains("v1 is ACTIVE", promote);
    server
        .on("GET /v1/models/m1/deployments/d1", active.formatted(",\"environment\":\"production\""))
        .on(
            "GET /v1/models/m1/environments/production",
            "{\"name\":\"production\",\"current_deployment\":{\"id\":\"d1\"}}");
    assertThat(push("--wait").out())
        .as("the server promoted it")
        .contains("Promotion of d1 to production: SUCCEEDED")
        .doesNotContain("promote it with");
  }

  @Test
  void waitShowsTheEndOfTheLogWhenItFails() {
    server
        .on(
            "GET /v1/models/m1/deployments/d1",
            """
            {"id":"d1","name":"v1","status":"DEPLOY_FAILED",
             "status_reason":"No replica became ready in 3 starts. The process ended.\\ntorch"}\
            """)
        .on(
            "GET /v1/models/m1/deployments/d1/logs",
            """
            {"logs":[{"timestamp":"2000000","message":"ImportError: torch","replica":null},
                     {"timestamp":"1000000","message":"starting","replica":null}]}\
            """);
    var result = push("--wait");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("Deployment v1 (d1) is DEPLOY_FAILED. No replica became ready in 3 starts.")
        .containsSubsequence("  starting", "  ImportError: torch");
  }

  @Test
  void aDevelopmentDeploymentIsNotPromoted() {
    assertThat(push("--development", "--promote").code()).isEqualTo(2);
    assertThat(push("--development").code()).isZero();
    JsonNode source = body(server.request("POST /v1/models")).path("source");
    assertThat(source.path("deployment").required("is_development").booleanValue()).isTrue();
  }

  @Test
  void aModelWithoutANameIsAskedForOne() throws IOException {
    Files.writeString(model.resolve("config.yaml"), "resources: {}\n");
    assertThat(push().err()).contains("Give --name MODEL");
    assertThat(push("--name", "other").code()).isZero();
    assertThat(server.request("GET /v1/models").query("name")).isEqualTo("other");
  }
}
