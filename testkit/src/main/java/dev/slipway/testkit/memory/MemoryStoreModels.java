package dev.slipway.testkit.memory;

import dev.slipway.domain.deployment.Model;
import dev.slipway.engine.port.store.Models;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Models in memory.
record MemoryStoreModels(MemoryStoreTx tx) implements Models {
  @Override
  public void insert(Model model) {
    checkName(model);
    tx.modelRows.insert(model.id(), model, "model_id");
  }

  private void checkName(Model model) {
    boolean taken =
        tx.modelRows.all().stream()
            .anyMatch(m ->
                !m.id().equals(model.id())
                    && m.teamId().equals(model.teamId())
                    && m.name().equals(model.name()));
    if (taken) {
      throw MemoryStoreTable.violated("model_name");
    }
  }

  @Override
  public void rename(String id, String name) {
    Model model = find(id);
    if (model != null) {
      Model renamed = model.withName(name);
      checkName(renamed);
      tx.modelRows.put(id, renamed);
    }
  }

  @Override
  public @Nullable Model find(String id) {
    return tx.modelRows.find(id);
  }

  @Override
  public List<Model> all() {
    return tx.modelRows.all();
  }

  @Override
  public void delete(String id) {
    if (tx.modelRows.delete(id)) {
      tx.deployments().ofModel(id).forEach(tx.deployments()::bury);
      tx.deploymentRows.deleteWhere(d -> d.modelId().equals(id));
      tx.environments().ofModel(id).forEach(e -> tx.environments().delete(e.key()));
    }
  }
}
