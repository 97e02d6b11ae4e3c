package dev.slipway.engine.history;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.Model;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.Store;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Writes audit events: who did what, in the transaction of what was done.
public final class AuditWriter {
  private final Ids ids;
  private final InstantSource time;

  public AuditWriter(Ids ids, InstantSource time) {
    this.ids = ids;
    this.time = time;
  }

  /// Writes an event.
  ///
  /// @param modelId the model that it is about; null: none
  public void audit(
      Store.Tx tx, @Nullable String modelId, AuditEvent event, AuditEvent.Actor actor) {
    tx.audit().append(new Audit.Entry(ids.next(), time.instant(), modelId, event, actor));
  }

  /// A deployment with the names that it and its model have now: later they may have changed, or be
  /// gone.
  public static AuditEvent.Subject subject(Store.Tx tx, Deployment d) {
    return new AuditEvent.Subject(modelName(tx, d.modelId()), d.id(), d.name());
  }

  /// The name that a model has now; null: it is gone.
  public static @Nullable String modelName(Store.Tx tx, String modelId) {
    Model model = tx.models().find(modelId);
    return model == null ? null : model.name();
  }
}
