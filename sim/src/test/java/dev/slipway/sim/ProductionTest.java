package dev.slipway.sim;

import dev.slipway.domain.environment.EnvironmentKey;
import org.junit.jupiter.api.BeforeEach;

/// A harbor for each test, with one model: production serves v1, and v2 is ready.
abstract class ProductionTest {
  final EngineFixture engineFixture = new EngineFixture();
  EnvironmentKey production;
  String v1;
  String v2;

  @BeforeEach
  void productionServesV1AndV2IsReady() {
    var created = engineFixture.model("digits");
    production = EngineFixture.production(created);
    v1 = created.deployment().deployment().id();
    v2 = engineFixture.push(production.modelId());
  }
}
