package dev.slipway.api;

import static dev.slipway.api.DeploymentRef.BY_ID;
import static dev.slipway.api.DeploymentRef.DEVELOPMENT;
import static dev.slipway.api.DeploymentRef.PRODUCTION;
import static dev.slipway.api.Intake.BYTES;
import static dev.slipway.api.Intake.COMMAND;
import static dev.slipway.api.Intake.CONFIG;
import static dev.slipway.api.Intake.JSON;
import static dev.slipway.api.Intake.NOTHING;
import static dev.slipway.api.Intake.OPTIONAL;
import static dev.slipway.api.Scope.ANY_KEY;
import static dev.slipway.api.Scope.KEYS;
import static dev.slipway.api.Scope.MANAGE;
import static dev.slipway.api.Scope.METRICS;
import static dev.slipway.api.Scope.OPEN;
import static dev.slipway.api.Spec.Document.INFERENCE;
import static dev.slipway.api.Spec.Document.MANAGEMENT;

import dev.slipway.api.Route.Handler;
import dev.slipway.domain.Command;
import java.util.ArrayList;
import java.util.List;

/// Every route of the management API. The first row that fits wins.
final class ManagementRoutes {
  private static final String MODEL = "/v1/models/{model_id}";
  private static final String PROD = MODEL + "/deployments/production";
  private static final String DEV = MODEL + "/deployments/development";
  private static final String DEPLOYMENT = MODEL + "/deployments/{deployment_id}";
  private static final String ENV = MODEL + "/environments/{env_name}";
  private static final String TEAM = "/v1/teams/{team_id}";

  private ManagementRoutes() {}

  static List<Route> all(Handlers h) {
    var table = new ArrayList<Route>();
    table.addAll(models(h));
    table.addAll(aliases(h.deployments(), h.promotions()));
    table.addAll(deployments(h));
    table.addAll(environments(h));
    table.addAll(workspace(h));
    table.addAll(truss(h));
    table.addAll(server(h));
    return List.copyOf(table);
  }

  private static List<Route> models(Handlers h) {
    return List.of(
        get("/v1/models", MANAGE, h.models()::list, "name"),
        post("/v1/models", MANAGE, CONFIG, h.models()::create),
        get(MODEL, MANAGE, h.models()::get),
        patch(MODEL, MANAGE, h.models()::rename),
        delete(MODEL, MANAGE, h.models()::delete),
        get(MODEL + "/audit_logs", MANAGE, h.auditLogs()::ofModel, AuditRequests.PARAMETERS),
        post("/v1/prepare_model_upload", MANAGE, CONFIG, h.sources()::prepare),
        Route.of("PUT", "/v1/uploads/{upload_key}", OPEN, BYTES, h.uploads()::receive),
        get("/v1/downloads/{download_key}", OPEN, h.downloads()::send));
  }

  private static List<Route> aliases(Deployments d, PromotionCalls p) {
    return List.of(
        get(PROD, MANAGE, d.get(PRODUCTION)),
        post(PROD + "/activate", MANAGE, COMMAND, d.activate(PRODUCTION)),
        post(PROD + "/deactivate", MANAGE, COMMAND, d.deactivate(PRODUCTION)),
        post(PROD + "/retry", MANAGE, COMMAND, d.retry(PRODUCTION)),
        patch(PROD + "/autoscaling_settings", MANAGE, d.autoscaling(PRODUCTION)),
        get(DEV, MANAGE, d.get(DEVELOPMENT)),
        post(DEV + "/activate", MANAGE, COMMAND, d.activate(DEVELOPMENT)),
        post(DEV + "/deactivate", MANAGE, COMMAND, d.deactivate(DEVELOPMENT)),
        post(DEV + "/retry", MANAGE, COMMAND, d.retry(DEVELOPMENT)),
        post(DEV + "/promote", MANAGE, OPTIONAL, p.promoteToProduction(DEVELOPMENT)),
        patch(DEV + "/autoscaling_settings", MANAGE, d.autoscaling(DEVELOPMENT)));
  }

  private static List<Route> deployments(Handlers h) {
    Deployments d = h.deployments();
    return List.of(
        get(MODEL + "/deployments", MANAGE, d::list, "name"),
        post(MODEL + "/deployments", MANAGE, CONFIG, h.models()::push),
        get(DEPLOYMENT, MANAGE, d.get(BY_ID)),
        patch(DEPLOYMENT, MANAGE, d::rename),
        delete(DEPLOYMENT, MANAGE, d::delete),
        post(DEPLOYMENT + "/activate", MANAGE, COMMAND, d.activate(BY_ID)),
        post(DEPLOYMENT + "/deactivate", MANAGE, COMMAND, d.deactivate(BY_ID)),
        post(DEPLOYMENT + "/retry", MANAGE, COMMAND, d.retry(BY_ID)),
        post(DEPLOYMENT + "/promote", MANAGE, OPTIONAL, h.promotions().promoteToProduction(BY_ID)),
        patch(DEPLOYMENT + "/autoscaling_settings", MANAGE, d.autoscaling(BY_ID)),
        patch(DEPLOYMENT + "/request_backpressure_settings", MANAGE, d::backpressure),
        get(DEPLOYMENT + "/config", MANAGE, d::config, "output_format"),
        get(DEPLOYMENT + "/download", MANAGE, h.downloads()::grant),
        get(DEPLOYMENT + "/logs", MANAGE, h.logs()::ofDeployment, LogRequests.PARAMETERS),
        post(DEPLOYMENT + "/logs", MANAGE, OPTIONAL, h.logs()::ofDeploymentByBody),
        get(DEPLOYMENT + "/metrics", METRICS, h.metrics()::ofDeployment, MetricCalls.PARAMETERS),
        delete(DEPLOYMENT + "/replicas/{replica_id}", MANAGE, d::endReplica));
  }

  private static List<Route> environments(Handlers h) {
    Environments e = h.environments();
    PromotionCalls p = h.promotions();
    return List.of(
        get(MODEL + "/environments", MANAGE, e::list),
        post(MODEL + "/environments", MANAGE, JSON, e::create),
        get(ENV, MANAGE, e::get),
        patch(ENV, MANAGE, e::update),
        delete(ENV, MANAGE, e::delete),
        post(ENV + "/activate", MANAGE, COMMAND, e::activate),
        post(ENV + "/deactivate", MANAGE, COMMAND, e::deactivate),
        get(ENV + "/logs", MANAGE, h.logs()::ofEnvironment, LogRequests.PARAMETERS),
        get(ENV + "/metrics", METRICS, h.metrics()::ofEnvironment, MetricCalls.PARAMETERS),
        post(ENV + "/promote", MANAGE, JSON, p.promote()),
        post(
            ENV + "/cancel_promotion",
            MANAGE,
            OPTIONAL,
            h.cancels().cancel(),
            "reason",
            "dry_run",
            "wait",
            "timeout_seconds"),
        signal("/pause_promotion", p, new Command.Pause()),
        signal("/resume_promotion", p, new Command.Resume()),
        post(
            ENV + "/force_cancel_promotion",
            MANAGE,
            OPTIONAL,
            h.cancels().planOr(new Command.ForceCancel(), p.signal(new Command.ForceCancel())),
            "reason",
            "dry_run"),
        signal("/force_roll_forward_promotion", p, new Command.ForceRollForward()),
        get(ENV + "/promotions", MANAGE, p::history),
        get(ENV + "/promotions/{promotion_id}", MANAGE, p::receipt),
        get(ENV + "/promotions/{promotion_id}/events", MANAGE, h.stream()::open));
  }

  private static List<Route> workspace(Handlers h) {
    return List.of(
        get("/v1/instance_types", MANAGE, h.platform()::instanceTypes),
        get("/v1/instance_type_prices", MANAGE, h.platform()::prices),
        get("/v1/regions", MANAGE, h.platform()::regions),
        get("/v1/api_keys", KEYS, h.keys()::list),
        post("/v1/api_keys", KEYS, JSON, h.keys()::create),
        delete("/v1/api_keys/{api_key_prefix}", KEYS, h.keys()::revoke),
        get("/v1/secrets", MANAGE, h.secrets()::list),
        post("/v1/secrets", MANAGE, JSON, h.secrets()::put),
        delete("/v1/secrets/{secret_name}", MANAGE, h.secrets()::delete),
        get("/v1/users", MANAGE, h.teams()::users, "cursor", "limit", "email"),
        get("/v1/users/me", ANY_KEY, h.teams()::me),
        get("/v1/users/{user_id}", MANAGE, h.teams()::userById),
        get("/v1/teams", MANAGE, h.teams()::list, "name"),
        get(TEAM, MANAGE, h.teams()::get),
        get(TEAM + "/models", MANAGE, h.models()::listOfTeam, "name"),
        post(TEAM + "/models", MANAGE, CONFIG, h.models()::createOfTeam),
        get(TEAM + "/secrets", MANAGE, h.secrets()::listOfTeam),
        post(TEAM + "/secrets", MANAGE, JSON, h.secrets()::putOfTeam),
        delete(TEAM + "/secrets/{secret_name}", MANAGE, h.secrets()::deleteOfTeam),
        get(TEAM + "/regions", MANAGE, h.teams()::regions),
        post(TEAM + "/api_keys", KEYS, JSON, h.keys()::createOfTeam),
        get("/v1/audit_logs", MANAGE, h.auditLogs()::ofWorkspace, AuditRequests.PARAMETERS));
  }

  /// What the truss command speaks beside REST: GraphQL, and a part of S3.
  private static List<Route> truss(Handlers h) {
    String object = Uploads.S3 + "/{bucket}/{key}";
    return List.of(
        post("/graphql/", ANY_KEY, CONFIG, h.graphQl()::answer),
        Route.of("PUT", object, OPEN, BYTES, h.objects()::put, "partNumber", "uploadId", "x-id"),
        Route.of("POST", object, OPEN, BYTES, h.objects()::post, "uploads", "uploadId", "x-id"),
        Route.of("DELETE", object, OPEN, NOTHING, h.objects()::abort, "uploadId", "x-id"));
  }

  private static List<Route> server(Handlers h) {
    return List.of(
        get("/healthz", OPEN, h.health()::alive),
        get("/readyz", OPEN, h.health()::ready),
        get("/metrics", h.metricsScope(), h.health()::metrics),
        get("/v1/spec", OPEN, h.spec().negotiated(MANAGEMENT)),
        get("/v1/spec.json", OPEN, h.spec().asJson(MANAGEMENT)),
        get("/v1/spec.yaml", OPEN, h.spec().asYaml(MANAGEMENT)),
        get("/v1/spec/inference", OPEN, h.spec().negotiated(INFERENCE)),
        get("/v1/spec/inference.json", OPEN, h.spec().asJson(INFERENCE)),
        get("/v1/spec/inference.yaml", OPEN, h.spec().asYaml(INFERENCE)),
        get("/docs", OPEN, h.docs()::page),
        get("/docs/{asset}", OPEN, h.docs()::asset));
  }

  private static Route signal(String path, PromotionCalls p, Command command) {
    return post(ENV + path, MANAGE, OPTIONAL, p.signal(command), "reason");
  }

  private static Route get(String pattern, Scope scope, Handler handler, String... query) {
    return Route.of("GET", pattern, scope, NOTHING, handler, query);
  }

  private static Route post(
      String pattern, Scope scope, Intake intake, Handler handler, String... query) {
    return Route.of("POST", pattern, scope, intake, handler, query);
  }

  private static Route patch(String pattern, Scope scope, Handler handler) {
    return Route.of("PATCH", pattern, scope, JSON, handler);
  }

  private static Route delete(String pattern, Scope scope, Handler handler) {
    return Route.of("DELETE", pattern, scope, NOTHING, handler);
  }
}
