package dev.slipway.testkit.contract;

import static dev.slipway.testkit.contract.StoreContractRows.T0;
import static dev.slipway.testkit.contract.StoreContractRows.canceled;
import static dev.slipway.testkit.contract.StoreContractRows.deployment;
import static dev.slipway.testkit.contract.StoreContractRows.environment;
import static dev.slipway.testkit.contract.StoreContractRows.model;
import static dev.slipway.testkit.contract.StoreContractRows.promotion;
import static dev.slipway.testkit.contract.StoreContractRows.releasing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.domain.deployment.Model;
import dev.slipway.domain.promotion.LineKind;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.PromotionEvent;
import dev.slipway.engine.port.store.Store;
import dev.slipway.engine.port.store.StoreException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// The part of the contract about what the store itself refuses.
interface StoreContractConstraints extends StoreContractPart {
  private void refused(String constraint, Consumer<Store.Tx> work) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> write(work))
        .withMessageContaining("Constraint " + constraint + ":")
        .matches(e -> !e.retryable(), "not retryable");
  }

  @Test
  default void idsAreUnique() {
    writeBasics();
    write(tx -> tx.promotions().insert(promotion("p1", canceled())));
    var key = new ApiKey("k1", "h", null, ApiKey.Type.PERSONAL, List.of(), "t", T0);
    write(tx -> tx.keys().insert(key));
    var event =
        new Audit.Entry("a1", T0, null, new AuditEvent.ModelDeleted("m"), AuditEvent.Actor.SYSTEM);
    write(tx -> tx.audit().append(event));
    refused("model_id", tx -> tx.models().insert(new Model("m1", "n", "t", T0, false)));
    refused("deployment_id", tx -> tx.deployments().insert(deployment("d1").withName("n")));
    refused("promotion_id", tx -> tx.promotions().insert(promotion("p1", canceled())));
    refused("key_prefix", tx -> tx.keys().insert(key));
    refused("audit_id", tx -> tx.audit().append(event));
  }

  @Test
  default void aTeamHasOneModelOfAName() {
    writeBasics();
    refused("model_name", tx -> tx.models().insert(new Model("m2", "model m1", "team1", T0, true)));
    write(tx -> tx.models().insert(new Model("m2", "model m1", "team2", T0, true)));
  }

  @Test
  default void aModelHasOneDeploymentOfAName() {
    writeBasics();
    refused(
        "deployment_name",
        tx -> tx.deployments().insert(deployment("d3").withName("deployment-d1")));
    refused(
        "deployment_name",
        tx -> tx.deployments().update(deployment("d2").withName("deployment-d1")));
  }

  @Test
  default void aModelHasOneEnvironmentOfAName() {
    writeBasics();
    refused("environment_name", tx -> tx.environments().insert(environment("production")));
  }

  @Test
  default void anEnvironmentHasOnePromotionInProgress() {
    writeBasics();
    var first = promotion("p1", releasing());
    write(tx -> tx.promotions().insert(first));
    refused("promotion_active", tx -> tx.promotions().insert(promotion("p2", releasing())));
    write(tx -> tx.promotions().update(first.with(canceled())));
    write(tx -> tx.promotions().insert(promotion("p2", releasing())));
    refused(
        "promotion_active", tx -> tx.promotions().update(first.with(canceled()).with(releasing())));
    assertThat(list(tx -> tx.promotions().active())).containsExactly(promotion("p2", releasing()));
  }

  @Test
  default void rowsSpeakOnlyOfRowsThatExist() {
    refused("foreign_key", tx -> tx.deployments().insert(deployment("d1")));
    refused("foreign_key", tx -> tx.environments().insert(environment("production")));
    writeBasics();
    refused(
        "foreign_key", tx -> tx.environments().update(environment("production").withCurrent("d9")));
    refused(
        "foreign_key",
        tx -> tx.environments().update(environment("production").withCandidate("d9")));
    write(tx -> tx.environments().update(environment("production").withCurrent("d1")));
    refused("foreign_key", tx -> tx.deployments().delete("d1"));
    write(tx -> tx.environments().delete(StoreContractRows.PRODUCTION));
    refused("foreign_key", tx -> tx.promotions().insert(promotion("p1", releasing())));
    refused(
        "foreign_key",
        tx ->
            tx.promotions()
                .append(
                    new PromotionEvent(
                        "p1",
                        T0,
                        LineKind.STARTED,
                        "",
                        null,
                        new PromotionEvent.After("", 0, 0),
                        PromotionEvent.Counted.NOTHING)));
  }

  @Test
  default void theOrderOfWritesInATransactionIsFree() {
    write(tx -> {
      tx.promotions().insert(promotion("p1", releasing()));
      tx.environments().insert(environment("production").withCurrent("d1"));
      tx.deployments().insert(deployment("d1"));
      tx.models().insert(model("m1"));
    });
    assertThat(list(tx -> tx.promotions().active())).hasSize(1);
  }

  @Test
  default void aRecordOutlivesTheDeploymentsItSpeaksOf() {
    writeBasics();
    write(tx -> tx.promotions().insert(promotion("p1", canceled())));
    write(tx -> tx.deployments().delete("d2"));
    assertThat(list(tx -> tx.promotions().history(StoreContractRows.PRODUCTION, 1)))
        .extracting(Promotion::state)
        .containsExactly(canceled());
  }
}
