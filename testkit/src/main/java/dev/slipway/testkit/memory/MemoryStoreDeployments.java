package dev.slipway.testkit.memory;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.engine.port.store.Deployments;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Deployments in memory.
record MemoryStoreDeployments(MemoryStoreTx tx) implements Deployments {
  @Override
  public void insert(Deployment deployment) {
    checkName(deployment);
    tx.deploymentRows.insert(deployment.id(), deployment, "deployment_id");
  }

  @Override
  public void update(Deployment deployment) {
    if (tx.deploymentRows.find(deployment.id()) == null) {
      throw new IllegalStateException(
          "deployment " + deployment.id() + ": no row to update (expected: one)");
    }
    checkName(deployment);
    tx.deploymentRows.put(deployment.id(), deployment);
  }

  @Override
  public @Nullable Deployment find(String id) {
    return tx.deploymentRows.find(id);
  }

  @Override
  public List<Deployment> ofModel(String modelId) {
    return tx.deploymentRows.where(d -> d.modelId().equals(modelId));
  }

  @Override
  public List<Deployment> all() {
    return tx.deploymentRows.all();
  }

  @Override
  public List<String> ids() {
    return all().stream().map(Deployment::id).toList();
  }

  @Override
  public List<Deleted> deleted() {
    return tx.deletedRows.all();
  }

  @Override
  public void forget(String id) {
    tx.deletedRows.delete(id);
  }

  @Override
  public void delete(String id) {
    var deleted = find(id);
    if (deleted != null && tx.deploymentRows.delete(id)) {
      bury(deleted);
      tx.environmentRows.where(e -> id.equals(e.candidate())).stream()
          .map(e -> e.withCandidate(null))
          .forEach(tx.environments()::update);
    }
  }

  void bury(Deployment deleted) {
    tx.deletedRows.put(deleted.id(), new Deleted(deleted.id(), deleted.source().artifact()));
  }

  private void checkName(Deployment next) {
    boolean taken =
        ofModel(next.modelId()).stream()
            .anyMatch(d -> !d.id().equals(next.id()) && d.name().equals(next.name()));
    if (taken) {
      throw MemoryStoreTable.violated("deployment_name");
    }
  }
}
