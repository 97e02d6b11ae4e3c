package dev.slipway.engine.port.store;

import dev.slipway.domain.deployment.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of models.
public interface Models {
  void insert(Model model);

  @Nullable Model find(String id);

  /// All models, oldest first.
  List<Model> all();

  /// Gives the model another name. Nothing happens where there is no such model.
  void rename(String id, String name);

  /// Removes the model with its deployments, environments and promotions. Audit events stay.
  void delete(String id);
}
