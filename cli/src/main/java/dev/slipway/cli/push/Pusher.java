package dev.slipway.cli.push;

import dev.slipway.cli.client.Api;
import dev.slipway.cli.client.ManagementClient;
import dev.slipway.cli.client.ServerReply;
import dev.slipway.cli.client.Urls;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.FileErrors;
import dev.slipway.cli.term.Durations;
import dev.slipway.cli.term.Sizes;
import dev.slipway.cli.term.Terminal;
import dev.slipway.wire.DeploymentBodies.CreateModelDeploymentRequestV1;
import dev.slipway.wire.DeploymentBodies.DeploymentArchivePayloadV1;
import dev.slipway.wire.DeploymentBodies.DeploymentArchiveSourceV1;
import dev.slipway.wire.ModelBodies.CreateModelRequestV1;
import dev.slipway.wire.ModelBodies.ModelArchiveSourceV1;
import dev.slipway.wire.ModelBodies.ModelV1;
import dev.slipway.wire.UploadBodies.PrepareModelUploadRequestV1;
import dev.slipway.wire.UploadBodies.PrepareModelUploadResponseV1;
import dev.slipway.wire.UploadBodies.UploadTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes a deployment of a model directory: prepare, upload, create.
public final class Pusher {
  private static final String KIND = "model_archive";

  private final Api api;
  private final Terminal terminal;

  public Pusher(Api api, Terminal terminal) {
    this.api = api;
    this.terminal = terminal;
  }

  /// @return the answer to the create call: `{model, deployment}`
  public ServerReply push(PushRequest wanted) {
    ModelConfig config = ModelConfig.read(wanted.directory());
    String name = wanted.name() == null ? config.modelName() : wanted.name();
    String id = wanted.modelId() == null ? existing(name) : wanted.modelId();
    DeploymentArchivePayloadV1 deployment = payload(wanted, config);
    Path archive = temporary();
    try {
      Archive.Packed packed = Archive.pack(wanted.directory(), archive);
      PackedText.leftOut(packed).forEach(terminal::say);
      PackedText.warnings(packed, config.startCommand())
          .forEach(warning -> terminal.error("Warning: " + warning));
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
    ModelV1 model = new ManagementClient(api).modelNamed(name);
    return model == null ? null : model.id();
  }

  private static DeploymentArchivePayloadV1 payload(PushRequest wanted, ModelConfig config) {
    return new DeploymentArchivePayloadV1(
        config.config(),
        config.raw(),
        null,
        wanted.environment(),
        null,
        null,
        wanted.deploymentName(),
        null,
        wanted.development() ? true : null);
  }

  private PrepareModelUploadResponseV1 prepare(
      @Nullable String id, String name, DeploymentArchivePayloadV1 deployment) {
    var request =
        new PrepareModelUploadRequestV1(deployment, id == null ? name : null, id, null, null);
    var prepared =
        api.post("/v1/prepare_model_upload", request).as(PrepareModelUploadResponseV1.class);
    List<String> warnings = prepared.warnings();
    if (warnings != null) {
      warnings.forEach(warning -> terminal.error("Warning: " + warning));
    }
    return prepared;
  }

  /// @return null: this server takes no archive, the deployment is made from its config alone
  private @Nullable String upload(
      PrepareModelUploadResponseV1 prepared, Path archive, Archive.Packed packed) {
    UploadTarget target = prepared.upload();
    if (target == null) {
      if (prepared.s3Key() != null) {
        throw Failure.failed(
            "The server wants the archive in an S3 bucket; this client uploads to Slipway servers"
                + " only.");
      }
      terminal.error(
          "Warning: the server takes no archive: no file was sent, and the deployment is made from"
              + " its config alone.");
      return null;
    }
    try {
      long size = Files.size(archive);
      long most = target.maxBytes();
      if (size > most) {
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
      ServerReply reply = api.upload(target.method(), target.url(), body);
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
    return target.archiveKey();
  }

  private ServerReply create(
      @Nullable String id,
      String name,
      DeploymentArchivePayloadV1 deployment,
      @Nullable String key) {
    if (id == null) {
      var source = new ModelArchiveSourceV1(KIND, name, deployment, key, null);
      return api.post("/v1/models", new CreateModelRequestV1(source));
    }
    var source = new DeploymentArchiveSourceV1(KIND, deployment, key);
    return api.post(Urls.model(id) + "/deployments", new CreateModelDeploymentRequestV1(source));
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
