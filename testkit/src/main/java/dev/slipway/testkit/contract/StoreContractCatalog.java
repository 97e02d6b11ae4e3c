package dev.slipway.testkit.contract;

import static dev.slipway.testkit.contract.StoreContractRows.PRODUCTION;
import static dev.slipway.testkit.contract.StoreContractRows.T0;
import static dev.slipway.testkit.contract.StoreContractRows.bareDeployment;
import static dev.slipway.testkit.contract.StoreContractRows.deployment;
import static dev.slipway.testkit.contract.StoreContractRows.environment;
import static dev.slipway.testkit.contract.StoreContractRows.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.Model;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.LineKind;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.Deployments;
import dev.slipway.engine.port.store.PromotionEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The part of the contract about models, deployments and environments.
interface StoreContractCatalog extends StoreContractPart {
  @Test
  default void aModelComesBackAsItWasWritten() {
    write(tx -> tx.models().insert(model("m1")));
    assertThat(store().<Model>read(tx -> tx.models().find("m1"))).isEqualTo(model("m1"));
    assertThat(store().<Boolean>read(tx -> tx.models().find("m2") == null)).isTrue();
  }

  @Test
  default void aRenamedModelKeepsEverythingElse() {
    write(tx -> tx.models().insert(model("m1")));
    write(tx -> tx.models().insert(new Model("m2", "other", "t", T0, false)));
    write(tx -> tx.models().rename("m2", "new"));
    assertThat(store().<Model>read(tx -> tx.models().find("m2")))
        .isEqualTo(new Model("m2", "new", "t", T0, false));
    assertThat(store().<Model>read(tx -> tx.models().find("m1"))).isEqualTo(model("m1"));
    assertThat(list(tx -> tx.models().all())).extracting(Model::id).containsExactly("m1", "m2");
    write(tx -> tx.models().rename("nope", "nobody"));
    assertThat(list(tx -> tx.models().all())).hasSize(2);
  }

  @Test
  default void listsAreInTheOrderOfInsertionEvenWhereTheClockStepsBack() {
    write(tx -> tx.models().insert(model("m1")));
    write(tx -> tx.models().insert(new Model("m0", "a", "t", T0.minusSeconds(9), false)));
    write(tx -> tx.deployments().insert(deployment("d9")));
    write(tx -> tx.deployments().insert(bareDeployment("d1")));
    write(tx -> tx.environments().insert(environment("staging")));
    write(tx -> tx.environments().insert(environment("a")));
    assertThat(list(tx -> tx.models().all())).extracting(Model::id).containsExactly("m1", "m0");
    assertThat(list(tx -> tx.deployments().all()))
        .isEqualTo(list(tx -> tx.deployments().ofModel("m1")))
        .extracting(Deployment::id)
        .isEqualTo(list(tx -> tx.deployments().ids()))
        .containsExactly("d9", "d1");
    assertThat(list(tx -> tx.environments().all()))
        .isEqualTo(list(tx -> tx.environments().ofModel("m1")))
        .extracting(e -> e.key().name())
        .containsExactly("staging", "a");
    assertThat(list(tx -> tx.deployments().ofModel("m0"))).isEmpty();
    assertThat(list(tx -> tx.environments().ofModel("m0"))).isEmpty();
  }

  @Test
  default void anUpdateKeepsTheOrder() {
    writeBasics();
    write(tx -> tx.deployments().update(deployment("d1").withName("renamed")));
    assertThat(list(tx -> tx.deployments().all()))
        .extracting(Deployment::name)
        .containsExactly("renamed", "deployment-d2");
  }

  @Test
  default void deploymentsComeBackAsTheyWereWritten() {
    write(tx -> {
      tx.models().insert(model("m1"));
      tx.deployments().insert(deployment("d1"));
      tx.deployments().insert(bareDeployment("d2"));
    });
    assertThat(store().<Deployment>read(tx -> tx.deployments().find("d1")))
        .isEqualTo(deployment("d1"));
    assertThat(store().<Deployment>read(tx -> tx.deployments().find("d2")))
        .isEqualTo(bareDeployment("d2"));
    assertThat(store().<Boolean>read(tx -> tx.deployments().find("d3") == null)).isTrue();
  }

  @Test
  default void everyPartOfADeploymentCanBeChanged() {
    writeBasics();
    var changed = bareDeployment("d1");
    write(tx -> tx.deployments().update(changed));
    assertThat(store().<Deployment>read(tx -> tx.deployments().find("d1"))).isEqualTo(changed);
    write(tx -> tx.deployments().update(deployment("d1")));
    assertThat(store().<Deployment>read(tx -> tx.deployments().find("d1")))
        .isEqualTo(deployment("d1"));
  }

  @Test
  default void everyPhaseOfADeploymentIsKept() {
    writeBasics();
    for (var phase : StoreContractRows.PHASES) {
      write(tx -> tx.deployments().update(deployment("d1").withPhase(phase)));
      assertThat(store().<Deployment>read(tx -> tx.deployments().find("d1")))
          .extracting(Deployment::phase)
          .isEqualTo(phase);
    }
  }

  @Test
  default void aDeletedDeploymentIsGone() {
    writeBasics();
    write(tx -> tx.deployments().delete("d1"));
    write(tx -> tx.deployments().delete("never was"));
    assertThat(list(tx -> tx.deployments().all())).extracting(Deployment::id).containsExactly("d2");
  }

  @Test
  default void aDeletedDeploymentIsNobodysCandidateAnyMore() {
    writeBasics();
    var failed = environment("production").withCurrent("d1").withCandidate("d2");
    write(tx -> tx.environments().update(failed));
    write(tx -> tx.deployments().delete("d2"));
    assertThat(store().<Environment>read(tx -> tx.environments().find(PRODUCTION)))
        .isEqualTo(failed.withCandidate(null));
  }

  @Test
  default void timesAreKeptToTheNanosecond() {
    for (var at :
        new Instant[] {
          Instant.EPOCH,
          Instant.EPOCH.minusNanos(1),
          Instant.parse("1969-12-31T23:59:58.000000001Z"),
          Instant.parse("2261-12-31T23:59:59.999999999Z"),
          T0
        }) {
      var id = at.toString();
      write(tx -> tx.models().insert(new Model(id, id, "t", at, false)));
      assertThat(store().<Model>read(tx -> tx.models().find(id)))
          .extracting(Model::createdAt)
          .isEqualTo(at);
    }
  }

  @Test
  default void environmentsComeBackAsTheyWereWritten() {
    writeBasics();
    var bare =
        new Environment(
            new EnvironmentKey("m1", "bare"),
            T0,
            null,
            null,
            Routing.EMPTY,
            new Environment.Settings(
                AutoscalingSettings.DEFAULT, PromotionSettings.DEFAULT, "1x2", null));
    write(tx -> tx.environments().insert(bare));
    assertThat(store().<Environment>read(tx -> tx.environments().find(PRODUCTION)))
        .isEqualTo(environment("production"));
    assertThat(store().<Environment>read(tx -> tx.environments().find(bare.key()))).isEqualTo(bare);
    assertThat(
            store()
                .<Boolean>read(
                    tx -> tx.environments().find(new EnvironmentKey("m2", "bare")) == null))
        .isTrue();
  }

  @Test
  default void everySplitOfAnEnvironmentIsKept() {
    writeBasics();
    long generation = 0;
    for (Split split : StoreContractRows.SPLITS) {
      var changed =
          environment("production")
              .withCurrent("d1")
              .withCandidate("d2")
              .withRouting(new Routing(generation++, split));
      write(tx -> tx.environments().update(changed));
      assertThat(store().<Environment>read(tx -> tx.environments().find(PRODUCTION)))
          .isEqualTo(changed);
    }
  }

  @Test
  default void updatingARowThatIsNotThereIsABug() {
    writeBasics();
    assertThatThrownBy(() -> write(tx -> tx.deployments().update(deployment("d3"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("d3");
    assertThatThrownBy(() -> write(tx -> tx.environments().update(environment("staging"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("m1/staging");
  }

  @Test
  default void aDeletedEnvironmentTakesItsPromotionsAlong() {
    writeBasics();
    write(tx -> {
      tx.environments().insert(environment("staging"));
      tx.promotions().insert(StoreContractRows.promotion("p1", StoreContractRows.releasing()));
      tx.promotions().append(line("p1"));
    });
    write(tx -> tx.environments().delete(PRODUCTION));
    assertThat(list(tx -> tx.environments().all()))
        .extracting(e -> e.key().name())
        .containsExactly("staging");
    assertThat(list(tx -> tx.promotions().active())).isEmpty();
    assertThat(store().<Boolean>read(tx -> tx.promotions().find("p1") == null)).isTrue();
    assertThat(list(tx -> tx.promotions().events("p1"))).isEmpty();
  }

  @Test
  default void thatADeploymentWasDeletedIsKnownUntilItIsForgotten() {
    writeBasics();
    assertThat(list(tx -> tx.deployments().deleted())).isEmpty();
    write(tx -> tx.deployments().delete("d2"));
    write(tx -> tx.models().delete("m1"));
    assertThat(list(tx -> tx.deployments().deleted()))
        .containsExactly(deleted("d2"), deleted("d1"));
    write(tx -> tx.deployments().forget("d2"));
    write(tx -> tx.deployments().forget("never there"));
    assertThat(list(tx -> tx.deployments().deleted())).containsExactly(deleted("d1"));
  }

  private static Deployments.Deleted deleted(String id) {
    return new Deployments.Deleted(id, deployment(id).source().artifact());
  }

  @Test
  default void aDeletedModelTakesEverythingAlongButTheAudit() {
    writeBasics();
    write(tx -> {
      tx.models().insert(model("m2"));
      tx.environments().update(environment("production").withCurrent("d1").withCandidate("d2"));
      tx.promotions().insert(StoreContractRows.promotion("p1", StoreContractRows.releasing()));
      tx.promotions().append(line("p1"));
      tx.audit()
          .append(
              new Audit.Entry(
                  "a1", T0, "m1", new AuditEvent.ModelDeleted("m"), AuditEvent.Actor.SYSTEM));
    });
    write(tx -> tx.models().delete("m1"));
    store()
        .<Boolean>read(tx -> {
          assertThat(tx.models().all()).containsExactly(model("m2"));
          assertThat(tx.deployments().all()).isEmpty();
          assertThat(tx.environments().all()).isEmpty();
          assertThat(tx.promotions().active()).isEmpty();
          assertThat(tx.promotions().events("p1")).isEmpty();
          assertThat(tx.audit().newest("m1", 9)).hasSize(1);
          return true;
        });
  }

  private static PromotionEvent line(String promotion) {
    return new PromotionEvent(
        promotion,
        T0,
        LineKind.STARTED,
        "",
        null,
        new PromotionEvent.After("RELEASING", 0, 0),
        PromotionEvent.Counted.NOTHING);
  }
}
