package dev.slipway.engine;

import dev.slipway.domain.Deployment;
import dev.slipway.domain.EnvironmentKey;
import dev.slipway.domain.Model;
import dev.slipway.domain.Promotion;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who did what, and what came of it: audit events and receipts.
public final class Journal {
  /// The most audit events that an answer holds.
  public static final int MAX_EVENTS = 1000;

  private final Store store;
  private final Vitals vitals;
  private final Ids ids;
  private final InstantSource time;

  Journal(Store store, Vitals vitals, Ids ids, InstantSource time) {
    this.store = store;
    this.vitals = vitals;
    this.ids = ids;
    this.time = time;
  }

  /// The newest audit events of a model, or of all where `modelId` is empty.
  public List<AuditEvent> newest(String modelId) {
    return store.read(tx -> tx.audit().newest(modelId, MAX_EVENTS));
  }

  /// Writes an event. The names of the model and of the deployment that `data` speaks of are
  /// written down with it, as they are now: later they may have changed, or be gone.
  void audit(
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

  Answer<Receipt> receipt(EnvironmentKey environment, String promotionId) {
    return store.read(tx -> {
      Promotion p = tx.promotions().find(promotionId);
      if (p == null || !p.environment().equals(environment)) {
        return Lookup.noPromotion(environment, promotionId);
      }
      var live = vitals.served(environment, p.sides().candidate());
      return Answer.ok(Receipt.of(p, tx.promotions().events(promotionId), live));
    });
  }
}
