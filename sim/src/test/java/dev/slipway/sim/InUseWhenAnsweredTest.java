package dev.slipway.sim;

import static dev.slipway.sim.EngineFixture.ALICE;
import static dev.slipway.sim.EngineFixture.ok;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.routes.RouteTable.Availability;
import org.junit.jupiter.api.Test;

/// What a call wrote is what the gateways route by when it is answered, before the worker turns.
class InUseWhenAnsweredTest {
  private final EngineFixture engineFixture = new EngineFixture();

  @Test
  void aDeploymentThatWasAnsweredIsKnownToTheGateways() {
    var created =
        ok(
            engineFixture
                .engine
                .models()
                .create("digits", "team", false, EngineFixture.deployment(), ALICE));
    assertThat(availability(created.deployment().deployment().id()))
        .isEqualTo(Availability.NOT_READY);

    var pushed =
        ok(
            engineFixture
                .engine
                .models()
                .push(created.model().model().id(), EngineFixture.deployment(), ALICE));
    assertThat(availability(pushed.deployment().deployment().id()))
        .isEqualTo(Availability.NOT_READY);
  }

  @Test
  void aDeploymentThatWasDeactivatedGetsNothingFromTheAnswerOn() {
    var created = engineFixture.model("digits");
    String model = created.model().model().id();
    String v2 = engineFixture.push(model);
    assertThat(requireNonNull(engineFixture.routes.table().target(v2)).replicas()).hasSize(1);

    ok(engineFixture.engine.deployments().deactivate(model, v2, ALICE));
    var target = requireNonNull(engineFixture.routes.table().target(v2));
    assertThat(target.replicas()).isEmpty();
    assertThat(target.availability()).isEqualTo(Availability.ABSENT);
  }

  @Test
  void aModelThatWasDeletedIsUnknownFromTheAnswerOn() {
    var created = engineFixture.model("digits");
    var d = created.deployment().deployment();
    ok(engineFixture.engine.models().delete(d.modelId(), ALICE));
    assertThat(engineFixture.routes.table().models().get(d.modelId())).isNull();
  }

  private Availability availability(String deployment) {
    return requireNonNull(engineFixture.routes.table().target(deployment)).availability();
  }
}
