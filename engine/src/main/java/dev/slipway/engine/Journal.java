package dev.slipway.engine;

import dev.slipway.domain.EnvironmentKey;
import dev.slipway.domain.Promotion;
import java.time.InstantSource;
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

  void audit(
      Store.Tx tx, String type, String modelId, Map<String, String> data, AuditEvent.Actor actor) {
    tx.audit().append(new AuditEvent(ids.next(), time.instant(), type, modelId, data, actor));
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
