package dev.slipway.store;

import dev.slipway.engine.AsyncBodies;
import dev.slipway.engine.AsyncRows;
import dev.slipway.engine.Audit;
import dev.slipway.engine.Deployments;
import dev.slipway.engine.Environments;
import dev.slipway.engine.Keys;
import dev.slipway.engine.MetricRows;
import dev.slipway.engine.Models;
import dev.slipway.engine.PromotionRows;
import dev.slipway.engine.SecretRows;
import dev.slipway.engine.Settings;
import dev.slipway.engine.StampedCalls;
import dev.slipway.engine.Store;

/// The tables on one session.
record SqlTx(SqlSession session) implements Store.Tx {
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
  public StampedCalls stampedCalls() {
    return new StampedCallTable(session);
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
