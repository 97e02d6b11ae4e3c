package dev.slipway.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.domain.deployment.LaunchSpec.Limits;
import dev.slipway.runtime.settings.RuntimeFailure;
import dev.slipway.runtime.settings.RuntimeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What differs between systems, as far as each can be tried on one.
class PlatformTest {
  @TempDir Path dir = Path.of("");

  @Test
  void bothProcessTablesSeeTheSameChild() throws Exception {
    var builder = new ProcessBuilder("tail", "-f", "/dev/null");
    builder.environment().put(ProcessTree.MARK, "marked-one");
    var child = builder.start();
    var tables = List.of(ProcessTable.ofThisMachine(), new PsProcesses());
    try {
      for (var table : tables) {
        var seen = table.find(child.pid()).orElseThrow();
        assertThat(seen.parent()).isEqualTo(ProcessHandle.current().pid());
        assertThat(table.all()).contains(seen);
        assertThat(table.alive(child.pid(), seen.birth())).isTrue();
        assertThat(table.alive(child.pid(), "another")).isFalse();
        assertThat(table.withVariable(table.all(), ProcessTree.MARK, "marked-one"))
            .containsExactly(seen);
        assertThat(table.withVariable(table.all(), ProcessTree.MARK, "marked")).isEmpty();
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertThat(tables).allMatch(table -> table.find(child.pid()).isEmpty());
  }

  @Test
  void aProcessListThatHangsIsGivenUp() {
    var hanging = new ProcessBuilder("tail", "-f", "/dev/null");
    assertThatThrownBy(() -> PsProcesses.output(hanging, Duration.ofMillis(50)))
        .isInstanceOf(RuntimeFailure.class)
        .hasMessageStartingWith("ps did not list the processes within 50 ms");
  }

  @Test
  void anInterruptedThreadStillSeesTheProcesses() {
    Thread.currentThread().interrupt();
    assertThat(new PsProcesses().find(ProcessHandle.current().pid())).isPresent();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aCgroupIsMadeWhereTheControllersAreHandedOut() throws IOException {
    var root = dir.resolve("cgroup");
    var unit = Files.createDirectories(root.resolve("slipway.service"));
    Files.createFile(root.resolve("cgroup.controllers"));
    Files.writeString(unit.resolve("cgroup.subtree_control"), "cpu memory pids\n");
    var self = Files.writeString(dir.resolve("self"), "0::/slipway.service/server\n");
    Files.createDirectories(unit.resolve("server"));
    var cgroups = new Cgroups(Cgroups.find(root, self));
    assertThat(cgroups.parent()).isEqualTo(unit);
    var made = Path.of(cgroups.make("r1", new Limits(1, 1500, 512)));
    assertThat(made.resolve("memory.max")).hasContent("536870912");
    assertThat(made.resolve("cpu.max")).hasContent("150000 100000");
  }

  @Test
  void thereAreNoLimitsWithoutCgroupsOfVersionTwo() throws IOException {
    var self = Files.writeString(dir.resolve("self"), "4:memory:/x\n0::/\n");
    var none = new Cgroups(Cgroups.find(dir, self));
    assertThat(none.parent()).isNull();
    assertThat(none.make("r1", new Limits(1, 1, 1))).isEmpty();
  }

  @Test
  void pausesDoubleUpToTheirLimitAndStartAgainAfterLongReadiness() {
    var backoff = new Backoff(RuntimeSettings.Restarts.DEFAULT);
    var pauses = new java.util.ArrayList<Long>();
    for (var i = 0; i < 9; i++) {
      pauses.add(backoff.after(Duration.ofSeconds(59)).toMillis());
    }
    assertThat(pauses)
        .containsExactly(250L, 500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L);
    assertThat(backoff.after(Duration.ofSeconds(60))).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void theShownEndOfALogIsShort() {
    var text = ProcessEndText.withTail("It ended.", List.of("a".repeat(5000), "the end"));
    assertThat(text).startsWith("It ended.").endsWith("the end").hasSizeLessThan(2100);
  }
}
