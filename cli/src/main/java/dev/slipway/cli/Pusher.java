package dev.slipway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes a deployment of a model directory: prepare, upload, create.
final class Pusher {
  private final Api api;
  private final Terminal terminal;

  Pusher(Api api, Terminal terminal) {
    this.api = api;
    this.terminal = terminal;
  }

  /// @return the answer to the create call: `{model, deployment}`
  ServerReply push(PushRequest wanted) {
    ModelConfig config = ModelConfig.read(wanted.directory());
    String name = wanted.name() == null ? config.modelName() : wanted.name();
    String id = wanted.modelId() == null ? existing(name) : wanted.modelId();
    ObjectNode deployment = payload(wanted, config);
    Path archive = temporary();
    try {
      Archive.Packed packed = Archive.pack(wanted.directory(), archive);
      String key = upload(prepare(id, name, deployment), archive, packed);
      return create(id, name, deployment, key);
    } finally {
      delete(archive);
    }
  }

  private @Nullable String existing(String name) {
    if (name.isEmpty()) {
      throw Failure.usage(
          "The model has no name. Give --name MODEL, or write 'model_name: NAME' into "
              + ModelConfig.FILE
              + ".");
    }
    JsonNode model = new Refs(api).modelNamed(name);
    return model == null ? null : WireJson.text(model, "id");
  }

  private static ObjectNode payload(PushRequest wanted, ModelConfig config) {
    ObjectNode deployment = WireJson.object();
    deployment.set("config", config.config());
    deployment.put("raw_config", config.raw());
    if (wanted.environment() != null) {
      deployment.put("environment_name", wanted.environment());
    }
    if (wanted.deploymentName() != null) {
      deployment.put("deployment_name", wanted.deploymentName());
    }
    if (wanted.development()) {
      deployment.put("is_development", true);
    }
    return deployment;
  }

  private JsonNode prepare(@Nullable String id, String name, ObjectNode deployment) {
    ObjectNode request = WireJson.object();
    if (id == null) {
      request.put("name", name);
    } else {
      request.put("model_id", id);
    }
    request.set("deployment", deployment);
    return api.post("/v1/prepare_model_upload", request).json();
  }

  /// @return null: this server takes no archive, the deployment is made from its config alone
  private @Nullable String upload(JsonNode prepared, Path archive, Archive.Packed packed) {
    JsonNode target = prepared.path("upload");
    if (WireJson.isNull(target)) {
      if (!WireJson.isNull(prepared.path("s3_key"))) {
        throw Failure.failed(
            "The server wants the archive in an S3 bucket; this client uploads to Slipway servers"
                + " only.");
      }
      terminal.say("The server takes no archive: the deployment is made from its config alone.");
      return null;
    }
    String method = target.path("method").asString("PUT");
    try {
      long size = Files.size(archive);
      long most = WireJson.number(target, "max_bytes");
      if (most > 0 && size > most) {
        throw Failure.usage(
            "The packed directory has %s (expected: at most %s, which is what the server takes)."
                .formatted(Sizes.human(size), Sizes.human(most)));
      }
      var body =
          Upload.of(
              archive,
              sent ->
                  terminal.flicker(
                      "Uploading "
                          + terminal.bar((int) (sent * 100 / size), 24)
                          + " "
                          + Sizes.human(sent)
                          + " of "
                          + Sizes.human(size)));
      ServerReply reply = api.upload(method, WireJson.text(target, "url"), body);
      terminal.live(
          "Uploaded %s, %s, packed to %s, in %s."
              .formatted(
                  packed.entries() == 1 ? "1 file" : packed.entries() + " files",
                  Sizes.human(packed.bytes()),
                  Sizes.human(size),
                  Durations.human(reply.took())));
      terminal.endLive();
    } catch (IOException e) {
      throw new Failure(
          Exit.FAILED, "The packed archive cannot be read: " + FileErrors.of(e) + ".", e);
    }
    return WireJson.text(target, "archive_key");
  }

  private ServerReply create(
      @Nullable String id, String name, ObjectNode deployment, @Nullable String key) {
    ObjectNode source = WireJson.object().put("kind", "model_archive");
    if (key != null) {
      source.put("s3_key", key);
    }
    source.set("deployment", deployment);
    if (id == null) {
      source.put("name", name);
    }
    ObjectNode request = WireJson.object();
    request.set("source", source);
    return api.post(id == null ? "/v1/models" : Urls.model(id) + "/deployments", request);
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("slipway-push-", ".tgz");
    } catch (IOException e) {
      throw new Failure(
          Exit.FAILED, "No temporary file can be written: " + FileErrors.of(e) + ".", e);
    }
  }

  private void delete(Path archive) {
    try {
      Files.deleteIfExists(archive);
    } catch (IOException e) {
      terminal.error("The temporary file " + archive + " could not be deleted.");
    }
  }
}
