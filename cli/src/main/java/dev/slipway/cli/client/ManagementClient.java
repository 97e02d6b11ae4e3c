package dev.slipway.cli.client;

import dev.slipway.wire.DeploymentBodies.CreateModelDeploymentRequestV1;
import dev.slipway.wire.DeploymentBodies.DeploymentArchivePayloadV1;
import dev.slipway.wire.DeploymentBodies.DeploymentArchiveSourceV1;
import dev.slipway.wire.DeploymentBodies.DeploymentV1;
import dev.slipway.wire.DeploymentBodies.DeploymentsV1;
import dev.slipway.wire.EnvironmentBodies.EnvironmentV1;
import dev.slipway.wire.EnvironmentBodies.PromoteToEnvironmentRequestV1;
import dev.slipway.wire.EnvironmentBodies.UpdateEnvironmentRequestV1;
import dev.slipway.wire.EnvironmentBodies.UpdateEnvironmentResponseV1;
import dev.slipway.wire.ModelBodies.CreateModelRequestV1;
import dev.slipway.wire.ModelBodies.CreatedModelDeploymentV1;
import dev.slipway.wire.ModelBodies.ModelArchiveSourceV1;
import dev.slipway.wire.ModelBodies.ModelV1;
import dev.slipway.wire.ModelBodies.ModelsV1;
import dev.slipway.wire.PromotionBodies.CancelPromotionResponseV1;
import dev.slipway.wire.PromotionBodies.PromotionBody;
import dev.slipway.wire.PromotionBodies.PromotionsBody;
import dev.slipway.wire.PromotionBodies.ReceiptBody;
import java.net.URI;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The management API of one server as typed calls. A refusal, a server that cannot be reached and
/// an answer that lacks a field are a [Failure] that says so.
public final class ManagementClient implements AutoCloseable {
  private static final String ARCHIVE = "model_archive";

  private final Api api;

  public ManagementClient(Api api) {
    this.api = api;
  }

  /// @param server for example `http://127.0.0.1:8000`
  /// @param nanoTime monotonic nanoseconds, as `System::nanoTime`
  public static ManagementClient connect(URI server, String key, LongSupplier nanoTime) {
    return new ManagementClient(new Api(server, key, nanoTime));
  }

  /// Calls that have no method here.
  public Api api() {
    return api;
  }

  public List<ModelV1> models() {
    return api.get("/v1/models").as(ModelsV1.class).models();
  }

  /// @return null: no model has this name
  public @Nullable ModelV1 modelNamed(String name) {
    return api.get("/v1/models?name=" + Urls.query(name)).as(ModelsV1.class).models().stream()
        .filter(m -> m.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  public List<DeploymentV1> deployments(String model) {
    return api.get(Urls.model(model) + "/deployments").as(DeploymentsV1.class).deployments();
  }

  public DeploymentV1 deployment(String model, String deployment) {
    return api.get(Urls.deployment(model, deployment)).as(DeploymentV1.class);
  }

  public EnvironmentV1 environment(String model, String environment) {
    return api.get(Urls.environment(model, environment)).as(EnvironmentV1.class);
  }

  /// Makes a model and its first deployment from a config alone, without an archive.
  ///
  /// @param config config.yaml as JSON: a node, a map or a record
  public CreatedModelDeploymentV1 createModel(String name, Object config) {
    var source = new ModelArchiveSourceV1(ARCHIVE, name, payload(config), null, null);
    return api.post("/v1/models", new CreateModelRequestV1(source))
        .as(CreatedModelDeploymentV1.class);
  }

  /// Makes one more deployment of a model from a config alone, without an archive.
  ///
  /// @param config config.yaml as JSON: a node, a map or a record
  public CreatedModelDeploymentV1 createDeployment(String model, Object config) {
    var source = new DeploymentArchiveSourceV1(ARCHIVE, payload(config), null);
    return api.post(Urls.model(model) + "/deployments", new CreateModelDeploymentRequestV1(source))
        .as(CreatedModelDeploymentV1.class);
  }

  private static DeploymentArchivePayloadV1 payload(Object config) {
    return new DeploymentArchivePayloadV1(config, null, null, null, null, null, null, null, null);
  }

  public UpdateEnvironmentResponseV1 update(
      String model, String environment, UpdateEnvironmentRequestV1 change) {
    return api.patch(Urls.environment(model, environment), change)
        .as(UpdateEnvironmentResponseV1.class);
  }

  /// Begins a promotion.
  ///
  /// @return the candidate: the deployment itself or its copy
  public DeploymentV1 promote(String model, String environment, String deployment) {
    var request = new PromoteToEnvironmentRequestV1(deployment, null, null);
    return api.post(Urls.promote(model, environment), request).as(DeploymentV1.class);
  }

  /// Takes the environment's promotion back.
  ///
  /// @param reason goes into the record; null: none
  public CancelPromotionResponseV1 cancel(
      String model, String environment, @Nullable String reason) {
    return api.post(Urls.cancel(model, environment, reason), null)
        .as(CancelPromotionResponseV1.class);
  }

  /// The environment's promotions, newest first.
  public List<PromotionBody> promotions(String model, String environment) {
    return api.get(Urls.promotions(model, environment)).as(PromotionsBody.class).promotions();
  }

  public ReceiptBody receipt(String model, String environment, String promotion) {
    return api.get(Urls.promotion(model, environment, promotion)).as(ReceiptBody.class);
  }

  @Override
  public void close() {
    api.close();
  }
}
