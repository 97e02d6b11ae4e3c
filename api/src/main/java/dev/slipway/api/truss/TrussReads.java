package dev.slipway.api.truss;

import dev.slipway.api.http.Errors;
import dev.slipway.api.http.PublicUrl;
import dev.slipway.api.http.Request;
import dev.slipway.api.http.Tenant;
import dev.slipway.api.input.Fields;
import dev.slipway.api.input.Json;
import dev.slipway.api.input.Limits;
import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Texts;
import dev.slipway.domain.deployment.DeploymentStatus;
import dev.slipway.engine.Engine;
import dev.slipway.engine.catalog.DeploymentView;
import dev.slipway.engine.catalog.ModelView;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Queries of the truss command, in its terms: an oracle is a model, a version a deployment.
public final class TrussReads {
  private final Engine engine;
  private final Tenant tenant;
  private final int inferencePort;
  private final @Nullable URI inferenceUrl;

  /// @param inferencePort where models are served, 1 to 65535
  /// @param inferenceUrl what callers know it by; null: that port on the host of this API
  public TrussReads(Engine engine, Tenant tenant, int inferencePort, @Nullable URI inferenceUrl) {
    this.engine = engine;
    this.tenant = tenant;
    this.inferencePort = inferencePort;
    this.inferenceUrl = inferenceUrl;
  }

  private record Organization(String id, @Nullable String workspaceName) {}

  private record Team(String id, String name) {}

  /// @param hostname scheme, host, port and path, to be followed by `/deployment/…`
  record Oracle(String id, String name, String hostname, Object team) {}

  private record Model(
      String id,
      String name,
      String hostname,
      Object team,
      List<Version> versions,
      @Nullable Version primaryVersion) {}

  record Version(
      String id,
      String name,
      boolean isDraft,
      boolean isPrimary,
      Map<String, String> currentModelDeploymentStatus,
      Map<String, String> instanceType,
      Oracle oracle) {}

  Object teams(Request request, Fields arguments) {
    return Json.plain(List.of(tenant.team()));
  }

  Object organization(Request request, Fields arguments) {
    var team = tenant.team();
    return Json.plain(new Organization(team.id(), tenant.user().workspaceName()));
  }

  Object user(Request request, Fields arguments) {
    var user = tenant.user();
    return Map.of("id", user.userId(), "email", Tenant.EMAIL);
  }

  Object models(Request request, Fields arguments) {
    String team = arguments.text("team_id", Limits.ID);
    if (team != null) {
      tenant.check(team);
    }
    boolean chainlets = arguments.flag("chainlets_only", false);
    List<ModelView> all = chainlets ? List.of() : engine.models().all();
    return Json.plain(all.stream().map(m -> oracle(request, m)).toList());
  }

  Object model(Request request, Fields arguments) {
    String id = arguments.text("id", Limits.ID);
    String name = arguments.text("name", Limits.NAME);
    if ((id == null) == (name == null)) {
      throw Problem.invalid(
          "model: %s given (expected: exactly one of id and name)"
              .formatted(id == null ? "neither" : "both"));
    }
    ModelView found =
        id == null ? named(String.valueOf(name)) : Errors.value(engine.models().find(id));
    Oracle oracle = oracle(request, found);
    List<Version> versions =
        Errors.value(engine.deployments().ofModel(oracle.id())).stream()
            .map(d -> version(oracle, d))
            .toList();
    Version primary = versions.stream().filter(Version::isPrimary).findFirst().orElse(null);
    return Json.plain(
        new Model(oracle.id(), oracle.name(), oracle.hostname(), oracle.team(), versions, primary));
  }

  private ModelView named(String name) {
    return engine.models().all().stream()
        .filter(m -> m.model().name().equals(name))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("Model " + Texts.cut(name) + " does not exist."));
  }

  Object version(Request request, Fields arguments) {
    String id = arguments.requiredText("id", Limits.ID);
    return engine.models().all().stream()
        .map(m -> found(request, m, id))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> Problem.notFound("Deployment " + Texts.cut(id) + " does not exist."));
  }

  private @Nullable Object found(Request request, ModelView model, String deployment) {
    var view = Errors.valueOrNull(engine.deployments().find(model.model().id(), deployment));
    return view == null ? null : Json.plain(version(oracle(request, model), view));
  }

  Oracle oracle(Request request, ModelView view) {
    var model = view.model();
    String base =
        inferenceUrl == null
            ? PublicUrl.withPort(request.base(), inferencePort)
            : PublicUrl.base(inferenceUrl);
    var team = tenant.team();
    return new Oracle(
        model.id(), model.name(), base + "/model/" + model.id(), new Team(team.id(), team.name()));
  }

  Version version(Oracle oracle, DeploymentView view) {
    var d = view.deployment();
    String type = d.placement().instanceType();
    return new Version(
        d.id(),
        d.name(),
        d.placement().development(),
        view.production(),
        Map.of("status", status(view.status())),
        Map.of("id", type, "name", type),
        oracle);
  }

  /// The names that clients translate into the published ones.
  private static String status(DeploymentStatus status) {
    return switch (status) {
      case BUILDING -> "BUILDING_MODEL";
      case DEPLOYING -> "DEPLOYING_MODEL";
      case DEPLOY_FAILED -> "MODEL_DEPLOY_FAILED";
      case LOADING_MODEL -> "MODEL_LOADING";
      case ACTIVE -> "MODEL_READY";
      case UNHEALTHY -> "MODEL_UNHEALTHY";
      case BUILD_FAILED -> "BUILDING_MODEL_FAILED";
      case DEACTIVATING -> "DEACTIVATING_MODEL";
      case INACTIVE -> "DEACTIVATED_MODEL";
      case SCALED_TO_ZERO -> "SCALED_TO_ZERO";
      case WAKING_UP -> "SCALING_FROM_ZERO";
    };
  }
}
