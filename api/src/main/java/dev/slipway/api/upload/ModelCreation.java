package dev.slipway.api.upload;

import dev.slipway.api.http.Errors;
import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.http.Tenant;
import dev.slipway.api.input.Fields;
import dev.slipway.api.input.Limits;
import dev.slipway.api.input.Payload;
import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Texts;
import dev.slipway.engine.Engine;
import dev.slipway.engine.catalog.ModelCatalog;
import dev.slipway.engine.catalog.Names;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.wire.UploadBodies.PrepareModelUploadResponseV1;
import org.jspecify.annotations.Nullable;

/// Creates models and deployments from what was pushed.
public final class ModelCreation {
  private static final String KIND = "model_archive";

  private final Engine engine;
  private final ArchiveStore archives;
  private final Uploads uploads;
  private final Tenant tenant;

  public ModelCreation(Engine engine, ArchiveStore archives, Uploads uploads, Tenant tenant) {
    this.engine = engine;
    this.archives = archives;
    this.uploads = uploads;
    this.tenant = tenant;
  }

  public ModelCatalog.Created createModel(Request request) {
    Fields source = source(request);
    String name = source.requiredText("name", Limits.NAME);
    boolean closed = source.flag("disable_archive_download", false);
    Payload payload = Payload.parse(source.requiredObject("deployment"));
    return create(name, closed, key(source), payload, request.actor());
  }

  /// @param closed nobody may download the archive
  /// @param archive key of an upload; null: from its config alone
  public ModelCatalog.Created create(
      String name,
      boolean closed,
      @Nullable String archive,
      Payload payload,
      AuditEvent.Actor actor) {
    String team = engine.access().workspace().teamId();
    return archives.using(
        archive,
        key -> Errors.value(engine.models().create(name, team, closed, payload.from(key), actor)));
  }

  public ModelCatalog.Created createDeployment(Request request) {
    Fields source = source(request);
    Payload payload = Payload.parse(source.requiredObject("deployment"));
    return push(request.model(), key(source), payload, request.actor());
  }

  /// @param archive as above
  public ModelCatalog.Created push(
      String modelId, @Nullable String archive, Payload payload, AuditEvent.Actor actor) {
    return archives.using(
        archive, key -> Errors.value(engine.models().push(modelId, payload.from(key), actor)));
  }

  private static Fields source(Request request) {
    Fields source = request.body().requiredObject("source");
    String kind = source.text("kind", Limits.NAME);
    if ("library_listing".equals(kind)) {
      throw Problem.notAvailable(source.path("kind") + ": library_listing is");
    }
    if (kind != null && !kind.equals(KIND)) {
      throw Problem.invalid(
          "%s: \"%s\" (expected: %s)".formatted(source.path("kind"), Texts.cut(kind), KIND));
    }
    return source;
  }

  private static @Nullable String key(Fields source) {
    return source.text("s3_key", Limits.ID);
  }

  /// Checks a push before its archive is sent, and says where to send it.
  public Reply prepare(Request request) {
    Fields body = request.body();
    String name = body.text("name", Limits.NAME);
    String modelId = body.text("model_id", Limits.ID);
    String teamId = body.text("team_id", Limits.ID);
    if ((name == null) == (modelId == null)) {
      throw Problem.invalid(
          "name, model_id: %s given (expected: exactly one of them)"
              .formatted(name == null ? "neither" : "both"));
    }
    if (teamId != null) {
      checkTeam(name, teamId);
    }
    Payload payload = Payload.parse(body.requiredObject("deployment"));
    if (name != null) {
      checkName(name);
    } else if (modelId != null) {
      checkModel(modelId, payload);
    }
    boolean dryRun = body.flag("dry_run", false);
    return Reply.ok(
        new PrepareModelUploadResponseV1(
            null,
            null,
            null,
            null,
            dryRun ? null : uploads.grant(request.base()),
            payload.warnings()));
  }

  private void checkTeam(@Nullable String name, String teamId) {
    if (name == null) {
      throw Problem.invalid("team_id: given (expected: only with name)");
    }
    tenant.check(teamId);
  }

  private void checkName(String name) {
    String problem = Names.checkModel(name);
    if (problem != null) {
      throw Problem.invalid("name: " + problem);
    }
    if (engine.models().all().stream().anyMatch(m -> m.model().name().equals(name))) {
      throw Problem.invalid(
          "name: a model '%s' exists (expected: another name, or its model_id)".formatted(name));
    }
  }

  private void checkModel(String modelId, Payload payload) {
    String name = payload.name();
    var deployments = Errors.value(engine.deployments().ofModel(modelId));
    if (name != null && deployments.stream().anyMatch(d -> d.deployment().name().equals(name))) {
      throw Problem.invalid(
          "deployment.deployment_name: '%s' is taken (expected: unique in its model)"
              .formatted(name));
    }
  }
}
