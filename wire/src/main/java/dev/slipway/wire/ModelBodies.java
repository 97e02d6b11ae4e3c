package dev.slipway.wire;

import dev.slipway.wire.DeploymentBodies.DeploymentV1;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the API says about models.
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

  /// A model that was deleted.
  public record ModelTombstoneV1(String id, boolean deleted) {}

  /// A model with the deployment that was just created.
  public record CreatedModelDeploymentV1(ModelV1 model, DeploymentV1 deployment) {}
}
