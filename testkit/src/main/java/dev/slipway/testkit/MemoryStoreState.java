package dev.slipway.testkit;

import dev.slipway.domain.Deployment;
import dev.slipway.domain.Environment;
import dev.slipway.domain.EnvironmentKey;
import dev.slipway.domain.Model;
import dev.slipway.domain.Promotion;
import dev.slipway.engine.ApiKey;
import dev.slipway.engine.Audit;
import dev.slipway.engine.MetricSample;
import dev.slipway.engine.PromotionEvent;
import dev.slipway.engine.Secret;
import java.util.List;
import java.util.Map;

/// Everything that is committed at one moment; never changed.
///
/// @param events the lines of each promotion's record
record MemoryStoreState(
    Catalog catalog,
    Map<String, Promotion> promotions,
    Map<String, List<PromotionEvent>> events,
    Access access,
    Map<String, Audit.Row> audit,
    Map<Long, MetricSample> samples) {
  static final MemoryStoreState EMPTY =
      new MemoryStoreState(
          new Catalog(Map.of(), Map.of(), Map.of()),
          Map.of(),
          Map.of(),
          new Access(Map.of(), Map.of(), Map.of()),
          Map.of(),
          Map.of());

  record Catalog(
      Map<String, Model> models,
      Map<String, Deployment> deployments,
      Map<EnvironmentKey, Environment> environments) {}

  record Access(
      Map<String, ApiKey> keys, Map<SecretKey, Secret> secrets, Map<String, String> settings) {}

  record SecretKey(String teamId, String name) {}

  /// Checks what a transaction may leave open until its end: every row speaks only of rows that
  /// exist.
  void checkReferences() {
    boolean whole =
        catalog.deployments.values().stream().allMatch(d -> catalog.models.containsKey(d.modelId()))
            && catalog.environments.values().stream().allMatch(this::isWhole)
            && promotions.values().stream()
                .allMatch(p -> catalog.environments.containsKey(p.environment()))
            && promotions.keySet().containsAll(events.keySet());
    if (!whole) {
      throw MemoryStoreTable.violated("foreign_key");
    }
  }

  private boolean isWhole(Environment e) {
    String current = e.current();
    String candidate = e.candidate();
    return catalog.models.containsKey(e.key().modelId())
        && (current == null || catalog.deployments.containsKey(current))
        && (candidate == null || catalog.deployments.containsKey(candidate));
  }
}
