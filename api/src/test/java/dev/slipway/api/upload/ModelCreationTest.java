package dev.slipway.api.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.Bodies;
import dev.slipway.api.ServerTest;
import dev.slipway.api.TestServer;
import dev.slipway.api.TestServer.Got;
import dev.slipway.api.input.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

/// Archives in and out.
class ModelCreationTest extends ServerTest {
  private static final byte[] CONTENT =
      "print('hello')\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private Got prepare(String more) {
    return server.post(
        "/v1/prepare_model_upload",
        "{\"name\":\"digits\",\"deployment\":{\"config\":%s}%s}".formatted(Bodies.CONFIG, more));
  }

  private Got put(String url, byte[] archive) {
    return server.send(
        HttpRequest.newBuilder(java.net.URI.create(url)).PUT(BodyPublishers.ofByteArray(archive)));
  }

  private static byte[] tar() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      var entry = new TarArchiveEntry("server.py");
      entry.setSize(CONTENT.length);
      tar.putArchiveEntry(entry);
      tar.write(CONTENT);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] zip() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry("server.py"));
      out.write(CONTENT);
      out.closeEntry();
    }
    return bytes.toByteArray();
  }

  /// The model made of an archive.
  private Got pushed(String name, byte[] archive) {
    Got prepared = prepare("");
    assertThat(put(prepared.at("/upload/url"), archive).status()).isEqualTo(200);
    return server.post("/v1/models", Bodies.modelFrom(name, prepared.at("/upload/archive_key")));
  }

  private byte[] downloaded(Got created) throws Exception {
    String path =
        "/v1/models/" + created.at("/model/id") + "/deployments/" + created.at("/deployment/id");
    String url = server.get(path + "/download").at("/download_url");
    var answer =
        server.http().send(server.request("GET", url, null).build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private static String onlyEntry(byte[] tar) throws IOException {
    try (var in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      TarArchiveEntry entry = in.getNextEntry();
      String text =
          entry.getName()
              + ":"
              + new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(in.getNextEntry()).isNull();
      return text;
    }
  }

  @Test
  void publishedClientsAreGivenNoS3AndOursAnAddress() {
    Got got = prepare("");
    for (String field : new String[] {"creds", "s3_bucket", "s3_key", "s3_region"}) {
      assertThat(got.json().get(field).isNull()).as(field).isTrue();
    }
    assertThat(got.at("/upload/method")).isEqualTo("PUT");
    assertThat(got.at("/upload/url")).startsWith(server.base() + "/v1/uploads/");
    assertThat(got.at("/upload/expires_at")).endsWith("Z");
    assertThat(prepare(",\"dry_run\":true").json().get("upload").isNull()).isTrue();
    assertThat(server.engine.models().all()).isEmpty();
  }

  @Test
  void anUploadedArchiveBecomesADeploymentAndCanBeFetchedAsTar() throws Exception {
    byte[] tar = tar();
    assertThat(downloaded(pushed("plain", tar))).isEqualTo(tar);
    assertThat(downloaded(pushed("gzipped", gzip(tar)))).isEqualTo(tar);
    assertThat(onlyEntry(downloaded(pushed("zipped", zip()))))
        .isEqualTo("server.py:print('hello')\n");
  }

  @Test
  void aDeploymentOfItsConfigAloneIsFetchedAsATarOfItsConfig() throws Exception {
    Got created = server.post("/v1/models", Bodies.model("digits"));
    assertThat(created.at("/deployment/status")).isEqualTo("BUILDING");
    assertThat(created.at("/deployment/environment")).isEqualTo("production");
    assertThat(onlyEntry(downloaded(created))).startsWith("config.yaml:").contains("server.py");
  }

  @Test
  void anAddressTakesOneUpload() throws Exception {
    String url = prepare("").at("/upload/url");
    assertThat(put(url, tar()).status()).isEqualTo(200);
    assertThat(put(url, tar()).status()).isEqualTo(404);
    assertThat(put(server.base() + "/v1/uploads/..%2f..%2fescape", tar()).status()).isEqualTo(404);
  }

  @Test
  void whatIsTooLargeOrEmptyIsRefusedAndLeavesNothing() throws Exception {
    String url = prepare("").at("/upload/url");
    Got large = put(url, new byte[(int) TestServer.MAX_ARCHIVE + 1]);
    assertThat(large.status()).isEqualTo(413);
    assertThat(put(url, new byte[0]).status()).isEqualTo(400);
    try (var files = Files.list(uploads)) {
      assertThat(files).isEmpty();
    }
    assertThat(put(url, tar()).status()).isEqualTo(200);
  }

  @Test
  void anUnknownOrExpiredKeyIsRefused() {
    Got got = server.post("/v1/models", Bodies.modelFrom("digits", "../../etc/passwd"));
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.message()).startsWith("source.s3_key: ");
    Got prepared = prepare("");
    server.time.advance(ArchiveStore.KEPT.plusSeconds(1));
    assertThat(put(prepared.at("/upload/url"), new byte[] {1}).status()).isEqualTo(404);
  }

  @Test
  void archivesThatNothingUsesAreRemovedAfterAWhile() throws Exception {
    byte[] archive = tar();
    Got used = pushed("used", archive);
    Got prepared = prepare("");
    put(prepared.at("/upload/url"), archive);
    try (var files = Files.list(uploads)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(TestServer.START));
      }
    }
    server.time.advance(ArchiveStore.KEPT.plus(Duration.ofMinutes(1)));
    prepare("");
    try (var files = Files.list(uploads)) {
      assertThat(files).hasSize(1);
    }
    String late = prepared.at("/upload/archive_key");
    assertThat(server.post("/v1/models", Bodies.modelFrom("late", late)).status()).isEqualTo(400);
    assertThat(downloaded(used)).isEqualTo(archive);
  }

  @Test
  void aClosedModelHandsOutNoArchive() {
    String body =
        Bodies.model("closed").replace("\"name\"", "\"disable_archive_download\":true,\"name\"");
    Got created = server.post("/v1/models", body);
    String path =
        "/v1/models/" + created.at("/model/id") + "/deployments/" + created.at("/deployment/id");
    assertThat(server.get(path + "/download").status()).isEqualTo(400);
  }

  @Test
  void aDownloadAddressExpires() {
    Got created = server.post("/v1/models", Bodies.model("digits"));
    String path =
        "/v1/models/" + created.at("/model/id") + "/deployments/" + created.at("/deployment/id");
    String url = server.get(path + "/download").at("/download_url");
    server.time.advance(Downloads.KEPT.plusSeconds(1));
    assertThat(server.send(server.request("GET", url, null)).status()).isEqualTo(404);
  }

  @Test
  void prepareChecksWhatThePushWillCheck() {
    assertThat(prepare(",\"model_id\":\"x\"").message()).contains("both given");
    assertThat(server.post("/v1/prepare_model_upload", "{\"deployment\":{}}").message())
        .contains("neither given");
    assertThat(prepare(",\"team_id\":\"nope\"").status()).isEqualTo(404);
    server.model("digits");
    assertThat(prepare("").message()).contains("digits");
    String other =
        "{\"model_id\":\"nope\",\"deployment\":{\"config\":%s}}".formatted(Bodies.CONFIG);
    assertThat(server.post("/v1/prepare_model_upload", other).status()).isEqualTo(404);
  }

  @Test
  void prepareSaysWhatInTheConfigHasNoEffectAndRefusesTwoKeysOfOneName() {
    String body =
        "{\"name\":\"digits\",\"deployment\":{\"raw_config\":\"%s\",\"config\":{\"resorces\":{},%s}}";
    String own = "\"docker_server\":" + Bodies.SERVER + "}";
    Got warned =
        server.post("/v1/prepare_model_upload", body.formatted("a: 1\\nresorces: {}\\n", own));
    assertThat(warned.at("/warnings/0"))
        .isEqualTo(
            "config.yaml:2: resorces: unknown key, without effect. Did you mean \"resources\"?");
    Got twice = server.post("/v1/prepare_model_upload", body.formatted("a: 1\\na: 2\\n", own));
    assertThat(twice.status()).isEqualTo(400);
    assertThat(twice.message()).contains("config.yaml:2:1: The key 'a' is there twice");
  }

  @Test
  void aTrussModelWithoutFilesIsRefusedWithWhatToDo() {
    String body =
        "{\"source\":{\"kind\":\"model_archive\",\"name\":\"m\",\"deployment\":{\"config\":{}}}}";
    assertThat(server.post("/v1/models", body).message())
        .contains("no files were sent with this push", "slipway push DIR");
  }

  @Test
  void theConfigComesBackToTheLetter() {
    String raw = "# mine\\nmodel_name: m\\n";
    String body =
        Bodies.model("digits").replace("\"config\"", "\"raw_config\":\"" + raw + "\",\"config\"");
    Got created = server.post("/v1/models", body);
    String path =
        "/v1/models/%s/deployments/%s/config"
            .formatted(created.at("/model/id"), created.at("/deployment/id"));
    assertThat(server.get(path).at("/raw_config")).isEqualTo("# mine\nmodel_name: m\n");
    assertThat(server.get(path).at("/config/docker_server/server_port")).isEqualTo("8000");
    assertThat(server.get(path + "?output_format=raw").json().get("config").isNull()).isTrue();
    assertThat(server.get(path + "?output_format=parsed").json().get("raw_config").isNull())
        .isTrue();
    assertThat(server.get(path + "?output_format=xml").status()).isEqualTo(400);
  }

  @Test
  void aPushIsCheckedFieldByField() {
    String model = server.model("digits");
    String path = "/v1/models/" + model + "/deployments";
    String config = ",\"config\":" + Bodies.CONFIG;
    for (String[] wrong :
        Arrays.asList(
            new String[] {"\"deploy_timeout_minutes\":9", "deploy_timeout_minutes"},
            new String[] {"\"deployment_name\":\"a b\"", "deployment_name"},
            new String[] {"\"environment_name\":\"Prod!\"", "environment_name"},
            new String[] {"\"environment_name\":\"development\"", "environment_name"},
            new String[] {"\"preserve_env_instance_type\":false", "preserve_env_instance_type"},
            new String[] {"\"labels\":[1]", "labels"},
            new String[] {"\"user_env\":7", "user_env"},
            new String[] {"\"is_development\":true,\"deployment_name\":\"x\"", "deployment_name"},
            new String[] {
              "\"raw_config\":\"" + "x".repeat(Limits.RAW_CONFIG + 1) + "\"", "raw_config"
            })) {
      Got got = server.post(path, Bodies.deployment(wrong[0] + config));
      assertThat(got.status()).as(wrong[1]).isEqualTo(400);
      assertThat(got.message()).startsWith("source.deployment." + wrong[1]);
    }
    assertThat(server.get(path).json().get("deployments").size()).isEqualTo(1);
  }

  @Test
  void aPushToAnEnvironmentMakesItAndPromotesToIt() {
    String model = server.model("digits");
    String path = "/v1/models/" + model + "/deployments";
    String body = Bodies.deployment("\"environment_name\":\"staging\",\"config\":" + Bodies.CONFIG);
    String id = server.post(path, body).at("/deployment/id");
    server.settle();
    assertThat(
            server
                .get("/v1/models/" + model + "/environments/staging")
                .at("/current_deployment/id"))
        .isEqualTo(id);
  }
}
