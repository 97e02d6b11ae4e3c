package dev.slipway.store.table;

import dev.slipway.engine.port.store.AsyncBodies;
import dev.slipway.engine.port.store.AsyncRows;
import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.Deployments;
import dev.slipway.engine.port.store.Environments;
import dev.slipway.engine.port.store.IdempotentCalls;
import dev.slipway.engine.port.store.Keys;
import dev.slipway.engine.port.store.MetricRows;
import dev.slipway.engine.port.store.Models;
import dev.slipway.engine.port.store.PromotionRows;
import dev.slipway.engine.port.store.SecretRows;
import dev.slipway.engine.port.store.Settings;
import dev.slipway.engine.port.store.Store;

/// The tables on one session.
public record SqlTx(SqlSession session) implements Store.Tx {
  @Override
  public Models models() {
    return new ModelTable(session);
  }

  @Override
  public Deployments deployments() {
    return new DeploymentTable(session);
  }

  @Override
  public Environments environments() {
    return new EnvironmentTable(session);
  }

  @Override
  public PromotionRows promotions() {
    return new PromotionTable(session);
  }

  @Override
  public Keys keys() {
    return new KeyTable(session);
  }

  @Override
  public SecretRows secrets() {
    return new SecretTable(session);
  }

  @Override
  public Audit audit() {
    return new AuditTable(session);
  }

  @Override
  public Settings settings() {
    return new SettingTable(session);
  }

  @Override
  public IdempotentCalls idempotentCalls() {
    return new IdempotentCallTable(session);
  }

  @Override
  public MetricRows metrics() {
    return new MetricTable(session);
  }

  @Override
  public AsyncRows async() {
    return new AsyncTable(session);
  }

  @Override
  public AsyncBodies asyncBodies() {
    return new AsyncBodyTable(session);
  }
}
