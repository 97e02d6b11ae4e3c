package dev.slipway.wire;

import dev.slipway.wire.DeploymentBodies.DeploymentArchivePayloadV1;
import dev.slipway.wire.DeploymentBodies.DeploymentV1;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Bodies about models.
public final class ModelBodies {
  private ModelBodies() {}

  /// A model.
  ///
  /// @param productionDeploymentId null where nothing serves production
  /// @param developmentDeploymentId null where there is none
  /// @param instanceTypeName of the production deployment, empty where there is none
  public record ModelV1(
      String id,
      Instant createdAt,
      String name,
      int deploymentsCount,
      @Nullable String productionDeploymentId,
      @Nullable String developmentDeploymentId,
      String instanceTypeName,
      String teamName) {}

  /// Models, oldest first.
  public record ModelsV1(List<ModelV1> models) {
    public ModelsV1 {
      models = List.copyOf(models);
    }
  }

  /// The request for a model with its first deployment.
  public record CreateModelRequestV1(ModelArchiveSourceV1 source) {}

  /// What a new model is made of.
  ///
  /// @param kind model_archive
  /// @param s3Key the `archive_key` of an upload; null: the config alone
  public record ModelArchiveSourceV1(
      String kind,
      String name,
      DeploymentArchivePayloadV1 deployment,
      @Nullable String s3Key,
      @Nullable Boolean disableArchiveDownload) {}

  /// A model that was deleted.
  public record ModelTombstoneV1(String id, boolean deleted) {}

  /// A model with the deployment that was just created.
  public record CreatedModelDeploymentV1(ModelV1 model, DeploymentV1 deployment) {}
}
