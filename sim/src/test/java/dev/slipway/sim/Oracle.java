package dev.slipway.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.Model;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.engine.port.routes.RouteTable;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import dev.slipway.engine.port.routes.RouteTable.Target;
import dev.slipway.engine.port.runtime.Replica;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What must hold after every step, whatever happened: the promises that can be seen from outside
/// the engine. It knows the promises, not the code.
final class Oracle {
  private Oracle() {}

  static void check(EngineFixture engineFixture, String step) {
    List<Environment> environments = engineFixture.store.read(tx -> tx.environments().all());
    for (Environment e : environments) {
      Promotion last = engineFixture.store.read(tx -> tx.promotions().latest(e.key()));
      checkSplit(e, last, step);
      checkTable(engineFixture.routes.table(), e, step);
    }
    checkOneActive(engineFixture, environments, step);
    checkNothingInServiceIsStopped(engineFixture, environments, step);
  }

  /// Traffic points at the environment's own two sides, and at the candidate only while a promotion
  /// is moving it there.
  private static void checkSplit(
      Environment e, @org.jspecify.annotations.Nullable Promotion last, String step) {
    switch (e.routing().split()) {
      case Split.None() -> assertThat(e.current()).as(step).isNull();
      case Split.Whole(var only) -> assertThat(only).as(step).isEqualTo(e.current());
      case Split.Shared(var stable, var candidate, var _) -> {
        assertThat(stable).as(step).isEqualTo(e.current());
        assertThat(candidate).as(step).isEqualTo(e.candidate());
        assertThat(last).as(step).isNotNull();
        assertThat(last != null && mayShare(last.state())).as(step + ": " + last).isTrue();
      }
    }
    if (last != null && !last.state().isTerminal()) {
      assertThat(e.candidate()).as(step).isEqualTo(last.sides().candidate());
      assertThat(e.current()).as(step).isEqualTo(last.sides().previous());
    }
  }

  private static boolean mayShare(PromotionState state) {
    return switch (state) {
      case PromotionState.RampingUp _,
          PromotionState.Paused _,
          PromotionState.RollingUp _,
          PromotionState.RollingToPause _,
          PromotionState.Stabilizing _,
          PromotionState.RollingPaused _,
          PromotionState.Forwarding _,
          PromotionState.WayBack _ ->
          true;
      case PromotionState.Releasing _,
          PromotionState.Held _,
          PromotionState.RampingDown _,
          PromotionState.Unreadable _,
          PromotionState.Terminal _ ->
          false;
    };
  }

  /// Where the worker has come to rest, gateways route by everything that is written and runs, and
  /// by nothing else; however little of it was computed anew.
  static void checkPublished(EngineFixture engineFixture, String step) {
    RouteTable table = engineFixture.routes.table();
    Map<EnvironmentKey, Routing> routings = new HashMap<>();
    table.models().values().forEach(model -> routings.putAll(model.environments()));
    Map<EnvironmentKey, Routing> written = new HashMap<>();
    List<Environment> all = engineFixture.store.read(tx -> tx.environments().all());
    all.forEach(e -> written.put(e.key(), e.routing()));
    assertThat(routings).as(step).isEqualTo(written);
    List<Deployment> deployments = engineFixture.store.read(tx -> tx.deployments().all());
    assertThat(table.targets().map(Target::deploymentId))
        .as(step)
        .containsExactlyInAnyOrderElementsOf(deployments.stream().map(Deployment::id).toList());
    List<Model> models = engineFixture.store.read(tx -> tx.models().all());
    assertThat(table.models().ids())
        .as(step)
        .containsExactlyInAnyOrderElementsOf(models.stream().map(Model::id).toList());
    Set<String> ready =
        engineFixture.runtime.replicas().stream()
            .filter(Replica::ready)
            .map(Replica::id)
            .collect(Collectors.toSet());
    assertThat(table.targets().flatMap(t -> t.replicas().stream()).map(Endpoint::replicaId))
        .as(step)
        .allMatch(ready::contains);
  }

  /// A gateway is never ahead of what is written.
  private static void checkTable(RouteTable table, Environment e, String step) {
    Routing used = table.routing(e.key());
    if (used != null) {
      assertThat(used.generation()).as(step).isLessThanOrEqualTo(e.routing().generation());
    }
  }

  /// An environment has at most one active promotion, and a promotion has its environment.
  private static void checkOneActive(
      EngineFixture engineFixture, List<Environment> all, String step) {
    List<Promotion> active = engineFixture.store.read(tx -> tx.promotions().active());
    assertThat(active).extracting(Promotion::environment).as(step).doesNotHaveDuplicates();
    assertThat(all)
        .extracting(Environment::key)
        .as(step)
        .containsAll(active.stream().map(Promotion::environment).toList());
  }

  /// A replica that a gateway may send to was not asked to end.
  private static void checkNothingInServiceIsStopped(
      EngineFixture engineFixture, List<Environment> all, String step) {
    for (Environment e : all) {
      Routing used = engineFixture.routes.table().routing(e.key());
      if (used == null) {
        continue;
      }
      for (var target : engineFixture.routes.table().targets().toList()) {
        if (used.split().percentTo(target.deploymentId()) > 0) {
          assertThat(target.replicas())
              .as(step)
              .noneMatch(r -> engineFixture.runtime.stopped().contains(r.replicaId()));
        }
      }
    }
  }
}
