package dev.slipway.testkit.memory;

import dev.slipway.domain.async.AsyncRequest;
import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.Model;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.Deployments.Deleted;
import dev.slipway.engine.port.store.IdempotentCall;
import dev.slipway.engine.port.store.MetricSample;
import dev.slipway.engine.port.store.PromotionEvent;
import dev.slipway.engine.port.store.Secret;
import dev.slipway.engine.port.store.Store;
import dev.slipway.testkit.memory.MemoryStoreState.Access;
import dev.slipway.testkit.memory.MemoryStoreState.Async;
import dev.slipway.testkit.memory.MemoryStoreState.BodyKey;
import dev.slipway.testkit.memory.MemoryStoreState.CallKey;
import dev.slipway.testkit.memory.MemoryStoreState.Catalog;
import dev.slipway.testkit.memory.MemoryStoreState.SecretKey;
import java.util.List;
import java.util.stream.Stream;

/// The tables inside one transaction.
final class MemoryStoreTx implements Store.Tx {
  final MemoryStoreTable<String, Model> modelRows;
  final MemoryStoreTable<String, Deployment> deploymentRows;
  final MemoryStoreTable<EnvironmentKey, Environment> environmentRows;
  final MemoryStoreTable<String, Deleted> deletedRows;
  final MemoryStoreTable<String, Promotion> promotionRows;
  final MemoryStoreTable<String, List<PromotionEvent>> eventRows;
  final MemoryStoreTable<String, ApiKey> keyRows;
  final MemoryStoreTable<SecretKey, Secret> secretRows;
  final MemoryStoreTable<String, String> settingRows;
  final MemoryStoreTable<String, Audit.Row> auditRows;
  final MemoryStoreTable<Long, MetricSample> sampleRows;
  final MemoryStoreTable<CallKey, IdempotentCall> callRows;
  final MemoryStoreTable<String, AsyncRequest> asyncRows;
  final MemoryStoreTable<BodyKey, byte[]> bodyRows;

  MemoryStoreTx(MemoryStoreSession session, MemoryStoreState committed) {
    modelRows = new MemoryStoreTable<>(session, committed.catalog().models());
    deploymentRows = new MemoryStoreTable<>(session, committed.catalog().deployments());
    environmentRows = new MemoryStoreTable<>(session, committed.catalog().environments());
    deletedRows = new MemoryStoreTable<>(session, committed.catalog().deleted());
    promotionRows = new MemoryStoreTable<>(session, committed.promotions());
    eventRows = new MemoryStoreTable<>(session, committed.events());
    keyRows = new MemoryStoreTable<>(session, committed.access().keys());
    secretRows = new MemoryStoreTable<>(session, committed.access().secrets());
    settingRows = new MemoryStoreTable<>(session, committed.access().settings());
    auditRows = new MemoryStoreTable<>(session, committed.audit());
    callRows = new MemoryStoreTable<>(session, committed.access().calls());
    sampleRows = new MemoryStoreTable<>(session, committed.samples());
    asyncRows = new MemoryStoreTable<>(session, committed.async().requests());
    bodyRows = new MemoryStoreTable<>(session, committed.async().bodies());
  }

  boolean changed() {
    return Stream.of(
            modelRows,
            deploymentRows,
            environmentRows,
            deletedRows,
            promotionRows,
            eventRows,
            keyRows,
            secretRows,
            settingRows,
            auditRows,
            callRows,
            sampleRows,
            asyncRows,
            bodyRows)
        .anyMatch(MemoryStoreTable::changed);
  }

  /// The state after this transaction.
  MemoryStoreState result() {
    return new MemoryStoreState(
        new Catalog(
            modelRows.rows(), deploymentRows.rows(), environmentRows.rows(), deletedRows.rows()),
        promotionRows.rows(),
        eventRows.rows(),
        new Access(keyRows.rows(), secretRows.rows(), settingRows.rows(), callRows.rows()),
        auditRows.rows(),
        sampleRows.rows(),
        new Async(asyncRows.rows(), bodyRows.rows()));
  }

  @Override
  public MemoryStoreModels models() {
    return new MemoryStoreModels(this);
  }

  @Override
  public MemoryStoreDeployments deployments() {
    return new MemoryStoreDeployments(this);
  }

  @Override
  public MemoryStoreEnvironments environments() {
    return new MemoryStoreEnvironments(this);
  }

  @Override
  public MemoryStorePromotions promotions() {
    return new MemoryStorePromotions(this);
  }

  @Override
  public MemoryStoreKeys keys() {
    return new MemoryStoreKeys(this);
  }

  @Override
  public MemoryStoreSecrets secrets() {
    return new MemoryStoreSecrets(this);
  }

  @Override
  public MemoryStoreAudit audit() {
    return new MemoryStoreAudit(this);
  }

  @Override
  public MemoryStoreSettings settings() {
    return new MemoryStoreSettings(this);
  }

  @Override
  public MemoryStoreIdempotentCalls idempotentCalls() {
    return new MemoryStoreIdempotentCalls(this);
  }

  @Override
  public MemoryStoreMetrics metrics() {
    return new MemoryStoreMetrics(this);
  }

  @Override
  public MemoryStoreAsync async() {
    return new MemoryStoreAsync(this);
  }

  @Override
  public MemoryStoreAsyncBodies asyncBodies() {
    return new MemoryStoreAsyncBodies(this);
  }
}
