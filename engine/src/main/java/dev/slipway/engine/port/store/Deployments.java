package dev.slipway.engine.port.store;

import dev.slipway.domain.deployment.Deployment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of deployments.
public interface Deployments {
  void insert(Deployment deployment);

  /// Replaces the row with the same id, which must exist.
  void update(Deployment deployment);

  @Nullable Deployment find(String id);

  /// The deployments of a model, oldest first.
  List<Deployment> ofModel(String modelId);

  /// All deployments, oldest first.
  List<Deployment> all();

  /// The ids of all deployments, also of rows that cannot be read, which the lists leave out.
  List<String> ids();

  /// One that was deleted.
  ///
  /// @param artifact what it was made from, which others may use; null: not known, as its row could
  ///   not be read
  record Deleted(String id, @Nullable String artifact) {}

  /// Those that were deleted, also with their model, and not forgotten since; oldest first.
  List<Deleted> deleted();

  /// Nothing is kept any more of a deployment that was deleted.
  void forget(String id);

  /// Removes the deployment; an environment that has it as its candidate has none then. One that an
  /// environment has as its current deployment cannot be removed.
  void delete(String id);
}
