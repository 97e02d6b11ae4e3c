package dev.slipway.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.engine.port.runtime.LogLine;
import dev.slipway.engine.port.runtime.LogQuery;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The contract of a whole runtime: [ReplicaContract], and logs.
public abstract class RuntimeContract extends ReplicaContract {
  @Test
  void aDeploymentHasALogLineAsSoonAsItIsPrepared() {
    var deployment = deployment("d1", "a1");
    runtime().prepare(deployment);
    assertThat(lines("d1")).isNotEmpty();
    makeBuilt("a1");
    awaitBuilt("a1");
  }

  @Test
  void logsAreMergedInOrderUpToTheLimitAtTheAskedEnd() {
    prepare(deployment("d1", "a1"));
    prepare(deployment("d2", "a2"));
    var all = lines("d1", "d2");
    assertThat(all).extracting(LogLine::deployment).contains("d1", "d2");
    assertThat(all).extracting(LogLine::epochNanos).isSorted();
    var newest = runtime().logs(query(List.of("d1", "d2"), true, 1, null, null)).lines();
    assertThat(newest).containsExactly(all.getLast());
    var none = runtime().logs(query(List.of("d1"), false, 10, LogLine.Level.ERROR, null)).lines();
    assertThat(none).isEmpty();
  }

  @Test
  void logsCanBeAskedForByWhoWroteThem() {
    prepare(deployment("d1", "a1"));
    var server = origin(LogQuery.Origin.SERVER);
    assertThat(server).isEqualTo(lines("d1")).isNotEmpty();
    assertThat(server).extracting(LogLine::replica).containsOnlyNulls();
    assertThat(origin(LogQuery.Origin.REPLICA)).isEmpty();
  }

  private List<LogLine> origin(LogQuery.Origin origin) {
    return runtime().logs(query(List.of("d1"), false, 1000, null, origin)).lines();
  }

  @Test
  void whatIsRemovedGoesAndTheRestStays() {
    prepare(deployment("d1", "a1"));
    prepare(deployment("d2", "a2"));
    runtime().remove(Set.of("d1", "unknown"), Set.of("a1", "unknown"));
    assertThat(lines("d1")).isEmpty();
    assertThat(runtime().build("a1")).isInstanceOf(Build.Pending.class);
    assertThat(lines("d2")).isNotEmpty();
    assertThat(runtime().build("a2")).isInstanceOf(Build.Done.class);
  }

  @Test
  void anArtifactMayStayLongerThanItsDeployment() {
    prepare(deployment("d1", "a1"));
    runtime().remove(Set.of("d1"), Set.of());
    assertThat(lines("d1")).isEmpty();
    assertThat(runtime().build("a1")).isInstanceOf(Build.Done.class);
  }

  protected final List<LogLine> lines(String... deployments) {
    return runtime().logs(query(List.of(deployments), false, 1000, null, null)).lines();
  }

  private static LogQuery query(
      List<String> deployments,
      boolean newestFirst,
      int limit,
      LogLine.@Nullable Level level,
      LogQuery.@Nullable Origin origin) {
    return new LogQuery(
        deployments,
        Instant.EPOCH,
        Instant.parse("2100-01-01T00:00:00Z"),
        newestFirst,
        limit,
        new LogQuery.Filter(level, null, null, null, List.of(), List.of(), origin));
  }
}
