package dev.slipway.testkit.memory;

import dev.slipway.domain.async.AsyncRequest;
import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.Model;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.store.AsyncBodies;
import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.Deployments.Deleted;
import dev.slipway.engine.port.store.IdempotentCall;
import dev.slipway.engine.port.store.MetricSample;
import dev.slipway.engine.port.store.PromotionEvent;
import dev.slipway.engine.port.store.Secret;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Everything that is committed at one moment; never changed.
///
/// @param events the lines of each promotion's record
record MemoryStoreState(
    Catalog catalog,
    Map<String, Promotion> promotions,
    Map<String, List<PromotionEvent>> events,
    Access access,
    Map<String, Audit.Row> audit,
    Map<Long, MetricSample> samples,
    Async async) {
  static final MemoryStoreState EMPTY =
      new MemoryStoreState(
          new Catalog(Map.of(), Map.of(), Map.of(), Map.of()),
          Map.of(),
          Map.of(),
          new Access(Map.of(), Map.of(), Map.of(), Map.of()),
          Map.of(),
          Map.of(),
          new Async(Map.of(), Map.of()));

  record Catalog(
      Map<String, Model> models,
      Map<String, Deployment> deployments,
      Map<EnvironmentKey, Environment> environments,
      Map<String, Deleted> deleted) {}

  record Access(
      Map<String, ApiKey> keys,
      Map<SecretKey, Secret> secrets,
      Map<String, String> settings,
      Map<CallKey, IdempotentCall> calls) {}

  record CallKey(String caller, String key) {}

  record Async(Map<String, AsyncRequest> requests, Map<BodyKey, byte[]> bodies) {}

  record BodyKey(String requestId, AsyncBodies.Part part) {}

  record SecretKey(String teamId, String name) {}

  /// Ids of the models that have another row in `next` than here.
  Set<String> modelsThatDiffer(MemoryStoreState next) {
    Set<String> ids = new HashSet<>();
    difference(catalog.models, next.catalog.models, Model::id, ids);
    difference(catalog.deployments, next.catalog.deployments, Deployment::modelId, ids);
    difference(catalog.environments, next.catalog.environments, e -> e.key().modelId(), ids);
    difference(promotions, next.promotions, p -> p.environment().modelId(), ids);
    return ids;
  }

  private static <K, V> void difference(
      Map<K, V> before, Map<K, V> after, Function<V, String> model, Set<String> ids) {
    after.forEach((key, row) -> {
      if (!row.equals(before.get(key))) {
        ids.add(model.apply(row));
      }
    });
    before.forEach((key, row) -> {
      if (!after.containsKey(key)) {
        ids.add(model.apply(row));
      }
    });
  }

  /// Checks what a transaction may leave open until its end: every row speaks only of rows that
  /// exist.
  void checkReferences() {
    boolean whole =
        catalog.deployments.values().stream().allMatch(d -> catalog.models.containsKey(d.modelId()))
            && catalog.environments.values().stream().allMatch(this::isWhole)
            && promotions.values().stream()
                .allMatch(p -> catalog.environments.containsKey(p.environment()))
            && promotions.keySet().containsAll(events.keySet())
            && async.bodies.keySet().stream()
                .allMatch(key -> async.requests.containsKey(key.requestId()));
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
