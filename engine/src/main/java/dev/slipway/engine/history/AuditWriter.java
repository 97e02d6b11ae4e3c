package dev.slipway.engine.history;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.Model;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.Store;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// Writes audit events: who did what, in the transaction of what was done.
public final class AuditWriter {
  private final Ids ids;
  private final InstantSource time;

  public AuditWriter(Ids ids, InstantSource time) {
    this.ids = ids;
    this.time = time;
  }

  /// Writes an event. The names of the model and of the deployment that `data` speaks of are
  /// written down with it, as they are now: later they may have changed, or be gone.
  public void audit(
      Store.Tx tx, String type, String modelId, Map<String, String> data, AuditEvent.Actor actor) {
    Map<String, String> named = new HashMap<>(data);
    Model model = modelId.isEmpty() ? null : tx.models().find(modelId);
    if (model != null) {
      named.putIfAbsent("model_name", model.name());
    }
    String deploymentId = data.get("deployment_id");
    Deployment deployment = deploymentId == null ? null : tx.deployments().find(deploymentId);
    if (deployment != null) {
      named.putIfAbsent("deployment_name", deployment.name());
    }
    tx.audit().append(new AuditEvent(ids.next(), time.instant(), type, modelId, named, actor));
  }
}
