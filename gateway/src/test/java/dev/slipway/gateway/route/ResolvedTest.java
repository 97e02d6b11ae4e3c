package dev.slipway.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.engine.port.routes.RouteTable.Target;
import dev.slipway.gateway.Routed;
import dev.slipway.gateway.metrics.GatewayMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResolvedTest {
  private final Map<EnvironmentKey, Routing> environments = new HashMap<>();

  private void environment(String name, Split split) {
    environments.put(new EnvironmentKey("m", name), Routing.EMPTY.to(split));
  }

  private Resolved resolve(
      @Nullable String development, String model, Address.Kind kind, String name) {
    var targets = new HashMap<String, Target>();
    for (var id : List.of("s", "c", "d")) {
      targets.put(
          id, new Target(id, "m", "/p", 1, Backpressure.QUEUE_ON_FULL, List.of(), Availability.UP));
    }
    var compiler = new TableCompiler(new GatewayMeters(new SimpleMeterRegistry()));
    var table =
        compiler.compile(
            Routed.table(
                1,
                environments,
                targets,
                development == null ? Map.of() : Map.of("m", development),
                Set.of("m")),
            CompiledTable.EMPTY);
    return Resolved.of(table, new Address(model, kind, name, Address.Action.PREDICT, "", ""));
  }

  private static String text(Resolved resolved) {
    return switch (resolved) {
      case Resolved.Split split ->
          split.stable().id()
              + "/"
              + (split.candidate() == null ? "-" : split.candidate().id())
              + "/"
              + split.percent()
              + " mostly "
              + split.greater().id();
      case Resolved.Sole(var side) -> side.id();
      case Refused(var why) -> why.toString();
    };
  }

  @ParameterizedTest
  @CsvSource({
    "50, s/c/50 mostly s",
    "51, s/c/51 mostly c",
    "0, s/c/0 mostly s",
    "100, s/c/100 mostly c"
  })
  void anEnvironmentWithACandidateIsASplitOfBoth(int percent, String expected) {
    environment("production", new Split.Shared("s", "c", percent));
    assertThat(text(resolve(null, "m", Address.Kind.ENVIRONMENT, "production")))
        .isEqualTo(expected);
  }

  @Test
  void aCandidateThatIsGoneHasNoShareAndAStableSideThatIsGoneLeavesItsOwn() {
    environment("production", new Split.Shared("s", "gone", 60));
    assertThat(text(resolve(null, "m", Address.Kind.ENVIRONMENT, "production")))
        .isEqualTo("s/-/0 mostly s");
    environment("production", new Split.Shared("gone", "c", 60));
    assertThat(text(resolve(null, "m", Address.Kind.ENVIRONMENT, "production")))
        .isEqualTo("c/-/0 mostly c");
    environment("production", new Split.Shared("gone", "c", 0));
    assertThat(text(resolve(null, "m", Address.Kind.ENVIRONMENT, "production")))
        .contains("Nothing is deployed to environment production");
  }

  @Test
  void theDevelopmentDeploymentStandsInForAnEmptyProductionAndForAnEnvironmentOfItsName() {
    environment("production", new Split.None());
    assertThat(text(resolve("d", "m", Address.Kind.ENVIRONMENT, "production"))).isEqualTo("d");
    assertThat(text(resolve("d", "m", Address.Kind.ENVIRONMENT, "development"))).isEqualTo("d");
    assertThat(text(resolve("d", "m", Address.Kind.DEVELOPMENT, ""))).isEqualTo("d");
    environment("development", new Split.None());
    assertThat(text(resolve("d", "m", Address.Kind.ENVIRONMENT, "development")))
        .contains("Nothing is deployed to environment development");
    environment("staging", new Split.None());
    assertThat(text(resolve("d", "m", Address.Kind.ENVIRONMENT, "staging")))
        .contains("Nothing is deployed to environment staging");
  }

  @Test
  void anAddressThatLeadsNowhereSaysWhy() {
    assertThat(text(resolve(null, "x", Address.Kind.DEPLOYMENT, "s")))
        .contains("Model x does not exist");
    assertThat(text(resolve(null, "m", Address.Kind.DEPLOYMENT, "s"))).isEqualTo("s");
    assertThat(text(resolve(null, "m", Address.Kind.DEPLOYMENT, "t")))
        .contains("Deployment t of model m does not exist");
    assertThat(text(resolve(null, "m", Address.Kind.DEVELOPMENT, "")))
        .contains("Model m has no development deployment");
    assertThat(text(resolve(null, "m", Address.Kind.ENVIRONMENT, "production")))
        .contains("Environment production of model m does not exist");
  }
}
