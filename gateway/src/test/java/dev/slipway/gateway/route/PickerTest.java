package dev.slipway.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import dev.slipway.engine.port.routes.RouteTable.Target;
import dev.slipway.gateway.Routed;
import dev.slipway.gateway.metrics.GatewayMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class PickerTest {
  private static final Address PRODUCTION =
      new Address("m", Address.Kind.ENVIRONMENT, "production", Address.Action.PREDICT, "", "");
  private final TableCompiler compiler =
      new TableCompiler(new GatewayMeters(new SimpleMeterRegistry()));
  private CompiledTable table = CompiledTable.EMPTY;
  private Routing routing = Routing.EMPTY;

  private CompiledTable use(Split split, Target... targets) {
    routing = routing.to(split);
    var deployments = new java.util.HashMap<String, Target>();
    Arrays.stream(targets).forEach(target -> deployments.put(target.deploymentId(), target));
    table =
        compiler.compile(
            Routed.table(
                table.revision() + 1,
                Map.of(new EnvironmentKey("m", "production"), routing),
                deployments,
                Map.of(),
                Set.of("m")),
            table);
    return table;
  }

  private static Target target(String id, int concurrency, String... replicas) {
    return new Target(
        id,
        "m",
        "/p",
        concurrency,
        Backpressure.QUEUE_ON_FULL,
        Arrays.stream(replicas).map(r -> new Endpoint(r, "127.0.0.1", 1)).toList(),
        Availability.UP);
  }

  private Lease lease() {
    var pick = Picker.pick(table, PRODUCTION, new PickState());
    assertThat(pick).isInstanceOf(Lease.class);
    return (Lease) pick;
  }

  @Property
  void anyHundredPicksInARowHoldTheShareExactly(
      @ForAll @IntRange(max = 100) int percent,
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long from) {
    long picked =
        IntStream.range(0, 100).filter(i -> Picker.isCandidates(from + i, percent)).count();
    assertThat(picked).isEqualTo(percent);
  }

  @Property
  void noStretchIsMoreThanOneRequestOff(
      @ForAll @IntRange(max = 100) int percent,
      @ForAll @LongRange(min = 0, max = 1_000_000L) long from,
      @ForAll @IntRange(min = 1, max = 500) int length) {
    long picked =
        IntStream.range(0, length).filter(i -> Picker.isCandidates(from + i, percent)).count();
    assertThat(Math.abs(picked * 100 - (long) length * percent)).isLessThan(100);
  }

  @Property(tries = 40)
  void lanesTogetherHoldTheShareExactly(
      @ForAll @IntRange(max = 100) int percent, @ForAll @IntRange(min = 2, max = 4) int lanes)
      throws Exception {
    int each = 500;
    use(new Split.Shared("s", "c", percent), target("s", 10_000, "s1"), target("c", 10_000, "c1"));
    Callable<Integer> lane =
        () -> {
          int candidate = 0;
          for (int i = 0; i < each; i++) {
            var lease = lease();
            candidate += lease.deployment().id().equals("c") ? 1 : 0;
            lease.givenBack();
          }
          return candidate;
        };
    int candidate = 0;
    try (var pool = Executors.newFixedThreadPool(lanes)) {
      for (var done : pool.invokeAll(java.util.Collections.nCopies(lanes, lane))) {
        candidate += done.get();
      }
    }
    assertThat(candidate).isEqualTo(lanes * each * percent / 100);
    assertThat(compiler.inFlight("s1") + compiler.inFlight("c1")).isZero();
  }

  @Test
  void keepsTheSequenceWhileTheGenerationStays() {
    var split = new Split.Shared("s", "c", 50);
    use(split, target("s", 9, "s1"), target("c", 9, "c1"));
    var first = lease().deployment().id();
    use(split, target("s", 9, "s1", "s2"), target("c", 9, "c1"));
    assertThat(lease().deployment().id()).isNotEqualTo(first);
  }

  @Test
  void takesTheReplicaWithTheLeastInFlightAndTiesInTurn() {
    use(new Split.Whole("s"), target("s", 2, "a", "b", "c"));
    var leases = new ArrayList<Lease>();
    for (int i = 0; i < 3; i++) {
      leases.add(lease());
    }
    assertThat(leases)
        .extracting(l -> l.endpoint().replicaId())
        .containsExactlyInAnyOrder("a", "b", "c");
    leases.get(1).givenBack();
    assertThat(lease().endpoint()).isEqualTo(leases.get(1).endpoint());
  }

  @Test
  void givesNoReplicaMoreThanItsConcurrency() {
    use(new Split.Whole("s"), target("s", 2, "a", "b"));
    for (int i = 0; i < 4; i++) {
      lease();
    }
    assertThat(Picker.pick(table, PRODUCTION, new PickState())).isInstanceOf(Pick.Full.class);
    assertThat(List.of(compiler.inFlight("a"), compiler.inFlight("b"))).containsExactly(2, 2);
  }

  @Test
  void givesTheShareOfADeadCandidateToTheStableSide() {
    use(new Split.Shared("s", "c", 100), target("s", 9, "s1"), target("c", 9));
    assertThat(lease().deployment().id()).isEqualTo("s");
  }

  @Test
  void givesTheShareOfADeadStableSideToTheCandidate() {
    use(new Split.Shared("s", "c", 10), target("s", 9), target("c", 9, "c1"));
    assertThat(lease().deployment().id()).isEqualTo("c");
  }

  @Test
  void givesACandidateWithoutAShareNothingEvenWhenTheStableSideIsDead() {
    use(new Split.Shared("s", "c", 0), target("s", 9), target("c", 9, "c1"));
    assertThat(Picker.pick(table, PRODUCTION, new PickState())).isInstanceOf(Refused.class);
    use(new Split.Whole("s"), target("s", 9), target("c", 9, "c1"));
    assertThat(Picker.pick(table, PRODUCTION, new PickState())).isInstanceOf(Refused.class);
  }

  @Test
  void prefersAnotherReplicaOverTheOneThatFailedEvenOnTheOtherSide() {
    use(new Split.Shared("s", "c", 100), target("s", 9, "s1"), target("c", 9, "c1"));
    var state = new PickState();
    state.avoid(new Endpoint("c1", "127.0.0.1", 1));
    var pick = (Lease) Picker.pick(table, PRODUCTION, state);
    assertThat(pick.deployment().id()).isEqualTo("s");
    use(new Split.Whole("c"), target("c", 9, "c1"));
    assertThat(Picker.pick(table, PRODUCTION, state)).isInstanceOf(Lease.class);
  }

  @Test
  void drawsASideOnceForEachGeneration() {
    use(new Split.Shared("s", "c", 50), target("s", 9, "s1"), target("c", 9, "c1"));
    var state = new PickState();
    var ids = new ArrayList<String>();
    for (int i = 0; i < 6; i++) {
      ids.add(((Lease) Picker.pick(table, PRODUCTION, state)).deployment().id());
    }
    assertThat(Set.copyOf(ids)).hasSize(1);
  }

  @Test
  void allowsALeaseOnlyWhileItsDeploymentHasAShareAndItsReplicaIsOffered() {
    use(new Split.Shared("s", "c", 100), target("s", 9, "s1"), target("c", 9, "c1", "c2"));
    var lease = lease();
    assertThat(Picker.allows(table, PRODUCTION, lease)).isTrue();
    use(new Split.Shared("s", "c", 10), target("s", 9, "s1"), target("c", 9, "c1", "c2"));
    assertThat(Picker.allows(table, PRODUCTION, lease)).isTrue();
    var other = lease.endpoint().replicaId().equals("c1") ? "c2" : "c1";
    use(new Split.Shared("s", "c", 10), target("s", 9, "s1"), target("c", 9, other));
    assertThat(Picker.allows(table, PRODUCTION, lease)).isFalse();
    use(new Split.Shared("s", "c", 0), target("s", 9, "s1"), target("c", 9, "c1", "c2"));
    assertThat(Picker.allows(table, PRODUCTION, lease)).isFalse();
    use(new Split.Whole("s"), target("s", 9, "s1"), target("c", 9, "c1", "c2"));
    assertThat(Picker.allows(table, PRODUCTION, lease)).isFalse();
  }

  @Test
  void endsALeaseOnce() {
    use(new Split.Whole("s"), target("s", 1, "a"));
    var lease = lease();
    lease.sent(0, 5);
    lease.answered(200, 3_000);
    lease.answered(500, 9_000);
    lease.lost();
    lease.clientGone();
    lease.givenBack();
    assertThat(compiler.inFlight("a")).isZero();
    var counters = compiler.counters(new EnvironmentKey("m", "production"), "s");
    assertThat(counters).isNotNull();
    if (counters != null) {
      assertThat(counters.served())
          .isEqualTo(new dev.slipway.engine.port.routes.GatewayStats.Served(1, 0, 0, 5, 3, 3));
      assertThat(counters.inFlight()).isZero();
    }
  }
}
