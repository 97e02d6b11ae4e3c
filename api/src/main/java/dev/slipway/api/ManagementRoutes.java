package dev.slipway.api;

import static dev.slipway.api.DeploymentRef.BY_ID;
import static dev.slipway.api.DeploymentRef.DEVELOPMENT;
import static dev.slipway.api.DeploymentRef.PRODUCTION;
import static dev.slipway.api.SpecHandlers.Document.INFERENCE;
import static dev.slipway.api.SpecHandlers.Document.MANAGEMENT;
import static dev.slipway.api.http.BodyKind.BYTES;
import static dev.slipway.api.http.BodyKind.COMMAND;
import static dev.slipway.api.http.BodyKind.CONFIG;
import static dev.slipway.api.http.BodyKind.JSON;
import static dev.slipway.api.http.BodyKind.NOTHING;
import static dev.slipway.api.http.BodyKind.OPTIONAL;
import static dev.slipway.api.http.Scope.ANY_KEY;
import static dev.slipway.api.http.Scope.KEYS;
import static dev.slipway.api.http.Scope.MANAGE;
import static dev.slipway.api.http.Scope.METRICS;
import static dev.slipway.api.http.Scope.OPEN;

import dev.slipway.api.audit.AuditRequests;
import dev.slipway.api.http.BodyKind;
import dev.slipway.api.http.Route;
import dev.slipway.api.http.Route.Handler;
import dev.slipway.api.http.Scope;
import dev.slipway.api.observe.LogRequests;
import dev.slipway.api.observe.MetricHandlers;
import dev.slipway.api.truss.s3.S3Xml;
import dev.slipway.api.truss.s3.UploadGrants;
import dev.slipway.domain.promotion.Command;
import java.util.ArrayList;
import java.util.List;

/// The route table of the management API. The first row that fits wins.
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
    table.addAll(aliases(h.catalog().deployments(), h.promoting().promotions()));
    table.addAll(deployments(h));
    table.addAll(environments(h));
    table.addAll(workspace(h));
    table.addAll(truss(h.truss()));
    table.addAll(server(h.operating()));
    return List.copyOf(table);
  }

  private static List<Route> models(Handlers h) {
    return List.of(
        get("/v1/models", MANAGE, h.catalog().models()::list, "name"),
        post("/v1/models", MANAGE, CONFIG, h.catalog().models()::create),
        get(MODEL, MANAGE, h.catalog().models()::get),
        patch(MODEL, MANAGE, h.catalog().models()::rename),
        delete(MODEL, MANAGE, h.catalog().models()::delete),
        get(
            MODEL + "/audit_logs",
            MANAGE,
            h.observing().auditLogs()::ofModel,
            AuditRequests.parameters()),
        post("/v1/prepare_model_upload", MANAGE, CONFIG, h.archives().modelCreation()::prepare),
        Route.of("PUT", "/v1/uploads/{upload_key}", OPEN, BYTES, h.archives().uploads()::receive),
        get("/v1/downloads/{download_key}", OPEN, h.archives().downloads()::send));
  }

  private static List<Route> aliases(DeploymentHandlers d, PromotionHandlers p) {
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
    DeploymentHandlers d = h.catalog().deployments();
    return List.of(
        get(MODEL + "/deployments", MANAGE, d::list, "name"),
        post(MODEL + "/deployments", MANAGE, CONFIG, h.catalog().models()::push),
        get(DEPLOYMENT, MANAGE, d.get(BY_ID)),
        patch(DEPLOYMENT, MANAGE, d::rename),
        delete(DEPLOYMENT, MANAGE, d::delete),
        post(DEPLOYMENT + "/activate", MANAGE, COMMAND, d.activate(BY_ID)),
        post(DEPLOYMENT + "/deactivate", MANAGE, COMMAND, d.deactivate(BY_ID)),
        post(DEPLOYMENT + "/retry", MANAGE, COMMAND, d.retry(BY_ID)),
        post(
            DEPLOYMENT + "/promote",
            MANAGE,
            OPTIONAL,
            h.promoting().promotions().promoteToProduction(BY_ID)),
        patch(DEPLOYMENT + "/autoscaling_settings", MANAGE, d.autoscaling(BY_ID)),
        patch(DEPLOYMENT + "/request_backpressure_settings", MANAGE, d::backpressure),
        get(DEPLOYMENT + "/config", MANAGE, d::config, "output_format"),
        get(DEPLOYMENT + "/download", MANAGE, h.archives().downloads()::grant),
        get(
            DEPLOYMENT + "/logs",
            MANAGE,
            h.observing().logs()::ofDeployment,
            LogRequests.parameters()),
        post(DEPLOYMENT + "/logs", MANAGE, OPTIONAL, h.observing().logs()::ofDeploymentByBody),
        get(
            DEPLOYMENT + "/metrics",
            METRICS,
            h.observing().metrics()::ofDeployment,
            MetricHandlers.parameters()),
        delete(DEPLOYMENT + "/replicas/{replica_id}", MANAGE, d::endReplica));
  }

  private static List<Route> environments(Handlers h) {
    EnvironmentHandlers e = h.catalog().environments();
    PromotionHandlers p = h.promoting().promotions();
    return List.of(
        get(MODEL + "/environments", MANAGE, e::list),
        post(MODEL + "/environments", MANAGE, JSON, e::create),
        get(ENV, MANAGE, e::get),
        patch(ENV, MANAGE, e::update),
        delete(ENV, MANAGE, e::delete),
        post(ENV + "/activate", MANAGE, COMMAND, e::activate),
        post(ENV + "/deactivate", MANAGE, COMMAND, e::deactivate),
        get(ENV + "/logs", MANAGE, h.observing().logs()::ofEnvironment, LogRequests.parameters()),
        get(
            ENV + "/metrics",
            METRICS,
            h.observing().metrics()::ofEnvironment,
            MetricHandlers.parameters()),
        post(ENV + "/promote", MANAGE, JSON, p.promote()),
        post(
            ENV + "/cancel_promotion",
            MANAGE,
            OPTIONAL,
            h.promoting().cancels().cancel(),
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
            h.promoting()
                .cancels()
                .planOr(new Command.ForceCancel(), p.signal(new Command.ForceCancel())),
            "reason",
            "dry_run"),
        signal("/force_roll_forward_promotion", p, new Command.ForceRollForward()),
        get(ENV + "/promotions", MANAGE, p::history),
        get(ENV + "/promotions/{promotion_id}", MANAGE, p::receipt),
        get(ENV + "/promotions/{promotion_id}/events", MANAGE, h.promoting().stream()::open));
  }

  private static List<Route> workspace(Handlers h) {
    Handlers.Administering a = h.admin();
    return List.of(
        get("/v1/instance_types", MANAGE, a.platform()::instanceTypes),
        get("/v1/instance_type_prices", MANAGE, a.platform()::prices),
        get("/v1/regions", MANAGE, a.platform()::regions),
        get("/v1/api_keys", KEYS, a.keys()::list),
        post("/v1/api_keys", KEYS, JSON, a.keys()::create),
        delete("/v1/api_keys/{api_key_prefix}", KEYS, a.keys()::revoke),
        get("/v1/secrets", MANAGE, a.secrets()::list),
        post("/v1/secrets", MANAGE, JSON, a.secrets()::put),
        delete("/v1/secrets/{secret_name}", MANAGE, a.secrets()::delete),
        get("/v1/users", MANAGE, a.teams()::users, "cursor", "limit", "email"),
        get("/v1/users/me", ANY_KEY, a.teams()::me),
        get("/v1/users/{user_id}", MANAGE, a.teams()::userById),
        get("/v1/teams", MANAGE, a.teams()::list, "name"),
        get(TEAM, MANAGE, a.teams()::get),
        get(TEAM + "/models", MANAGE, h.catalog().models()::listOfTeam, "name"),
        post(TEAM + "/models", MANAGE, CONFIG, h.catalog().models()::createOfTeam),
        get(TEAM + "/secrets", MANAGE, a.secrets()::listOfTeam),
        post(TEAM + "/secrets", MANAGE, JSON, a.secrets()::putOfTeam),
        delete(TEAM + "/secrets/{secret_name}", MANAGE, a.secrets()::deleteOfTeam),
        get(TEAM + "/regions", MANAGE, a.teams()::regions),
        post(TEAM + "/api_keys", KEYS, JSON, a.keys()::createOfTeam),
        get(
            "/v1/audit_logs",
            MANAGE,
            h.observing().auditLogs()::ofWorkspace,
            AuditRequests.parameters()));
  }

  /// The protocols that the truss command speaks beside REST: GraphQL, and a part of S3.
  private static List<Route> truss(Handlers.TrussClient t) {
    return List.of(
        post("/graphql/", ANY_KEY, CONFIG, t.graphQl()::answer),
        object("PUT", BYTES, t.objects()::put, "partNumber", "uploadId", "x-id"),
        object("POST", BYTES, t.objects()::post, "uploads", "uploadId", "x-id"),
        object("DELETE", NOTHING, t.objects()::abort, "uploadId", "x-id"));
  }

  private static Route object(String method, BodyKind bodyKind, Handler handler, String... query) {
    String pattern = UploadGrants.PATH + "/{bucket}/{key}";
    return Route.of(method, pattern, OPEN, bodyKind, handler, query).refusing(S3Xml::refusal);
  }

  private static List<Route> server(Handlers.Operating o) {
    return List.of(
        get("/healthz", OPEN, o.health()::alive),
        get("/readyz", OPEN, o.health()::ready),
        get("/metrics", o.metricsScope(), o.health()::metrics),
        get("/v1/spec", OPEN, o.spec().negotiated(MANAGEMENT)),
        get("/v1/spec.json", OPEN, o.spec().asJson(MANAGEMENT)),
        get("/v1/spec.yaml", OPEN, o.spec().asYaml(MANAGEMENT)),
        get("/v1/spec/inference", OPEN, o.spec().negotiated(INFERENCE)),
        get("/v1/spec/inference.json", OPEN, o.spec().asJson(INFERENCE)),
        get("/v1/spec/inference.yaml", OPEN, o.spec().asYaml(INFERENCE)),
        get("/docs", OPEN, o.docs()::page),
        get("/docs/{asset}", OPEN, o.docs()::asset));
  }

  private static Route signal(String path, PromotionHandlers p, Command command) {
    return post(ENV + path, MANAGE, OPTIONAL, p.signal(command), "reason");
  }

  private static Route get(String pattern, Scope scope, Handler handler, String... query) {
    return Route.of("GET", pattern, scope, NOTHING, handler, query);
  }

  private static Route post(
      String pattern, Scope scope, BodyKind bodyKind, Handler handler, String... query) {
    return Route.of("POST", pattern, scope, bodyKind, handler, query);
  }

  private static Route patch(String pattern, Scope scope, Handler handler) {
    return Route.of("PATCH", pattern, scope, JSON, handler);
  }

  private static Route delete(String pattern, Scope scope, Handler handler) {
    return Route.of("DELETE", pattern, scope, NOTHING, handler);
  }
}
