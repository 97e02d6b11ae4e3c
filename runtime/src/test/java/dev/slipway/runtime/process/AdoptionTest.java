package dev.slipway.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.runtime.Replica.State;
import dev.slipway.runtime.FixtureTest;
import dev.slipway.runtime.LocalRuntime;
import dev.slipway.runtime.ServerProcess;
import dev.slipway.runtime.settings.DataDirs;
import dev.slipway.runtime.settings.RuntimeSettings;
import dev.slipway.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a restart of the server finds of its replicas.
class AdoptionTest extends FixtureTest {
  @Test
  void aReplicaOutlivesAKilledServerAndIsReadyAtOnceInTheNext() throws Exception {
    f.runtime.close();
    var server = serverWith("r1", Fixture.model());
    var pid = f.pid("r1");
    server.destroyForcibly().waitFor();
    f.runtime = f.open();
    assertThat(f.get("r1").state()).isEqualTo(State.READY);
    assertThat(f.pid("r1")).isEqualTo(pid);
    assertThat(Fixture.alive(pid)).isTrue();
    f.get("r1", "/log?after-the-crash");
    f.awaitMessage("after-the-crash");
    assertThat(f.messages()).filteredOn(m -> m.startsWith("INFO listening")).hasSize(1);
    f.runtime.stop("r1", Fixture.GRACE);
    f.awaitGone("r1");
    assertThat(Fixture.alive(pid)).isFalse();
  }

  @Test
  void whatAReplicaWroteWhileThereWasNoServerIsInItsLogOnce() throws IOException {
    f.runtime.start(f.spec("r1", Fixture.model()));
    f.awaitState("r1", State.READY);
    f.get("r1", "/log?before");
    f.awaitMessage("before");
    var port = port("r1");
    f.runtime.close();
    HttpProbe.get(RuntimeSettings.LOOPBACK, port, "/log?between", Duration.ofSeconds(10));
    f.runtime = f.open();
    f.get("r1", "/log?after");
    f.awaitMessage("after");
    assertThat(f.messages())
        .filteredOn(m -> List.of("before", "between", "after").contains(m))
        .containsExactly("before", "between", "after");
  }

  @Test
  void anAdoptedReplicaThatDiesDisappearsAndIsNotStartedWithoutItsSecrets() throws IOException {
    f.runtime.start(f.spec("r1", Fixture.model()));
    f.awaitState("r1", State.READY);
    var pid = f.pid("r1");
    f.reopen();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    f.awaitGone("r1");
    assertThat(data.resolve("replicas/r1.json")).doesNotExist();
  }

  @Test
  void anAdoptedReplicaWhoseSpecIsGivenAgainIsStartedAgain() {
    var spec = f.spec("r1", Fixture.model());
    f.runtime.start(spec);
    f.awaitState("r1", State.READY);
    var pid = f.pid("r1");
    f.reopen();
    f.runtime.start(spec);
    assertThat(f.pid("r1")).isEqualTo(pid);
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    Await.until("another process", () -> f.pid("r1") != pid && f.pid("r1") != 0);
    f.awaitState("r1", State.READY);
  }

  @Test
  void aRecycledPidIsNeverEnded() throws Exception {
    var stranger = new ProcessBuilder("tail", "-f", "/dev/null").start();
    try {
      f.runtime.close();
      file(stranger.pid(), "another boot:1").save(new DataDirs(data));
      f.runtime = f.open();
      assertThat(f.runtime.replicas()).isEmpty();
      assertThat(stranger.isAlive()).isTrue();
      assertThat(data.resolve("replicas/r1.json")).doesNotExist();
      file(stranger.pid(), "another boot:1").save(new DataDirs(data));
      assertThat(LocalRuntime.endAll(data, Duration.ZERO)).isZero();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly().waitFor();
    }
  }

  @Test
  void aProcessWhoseServerDiedBeforeItKnewItIsEnded() throws Exception {
    f.runtime.close();
    file(0, "").save(new DataDirs(data));
    var builder = new ProcessBuilder("tail", "-f", "/dev/null");
    builder.environment().put(ProcessTree.MARK, "r1");
    var orphan = builder.start();
    try {
      f.runtime = f.open();
      assertThat(orphan.waitFor()).isNotZero();
      assertThat(f.runtime.replicas()).isEmpty();
      assertThat(data.resolve("replicas/r1.json")).doesNotExist();
    } finally {
      orphan.destroyForcibly().waitFor();
    }
  }

  @Test
  void endAllEndsEveryReplicaWithoutAServer() {
    f.runtime.start(f.spec("r1", Fixture.model()));
    f.runtime.start(f.spec("r2", Fixture.model()));
    f.awaitState("r1", State.READY);
    f.awaitState("r2", State.READY);
    var pids = List.of(f.pid("r1"), f.pid("r2"));
    f.runtime.close();
    assertThat(pids).allMatch(Fixture::alive);
    assertThat(LocalRuntime.endAll(data, Fixture.GRACE)).isEqualTo(2);
    assertThat(pids).noneMatch(Fixture::alive);
    assertThat(LocalRuntime.endAll(data, Fixture.GRACE)).isZero();
    f.runtime = f.open();
    assertThat(f.runtime.replicas()).isEmpty();
  }

  @Test
  void anUnreadableStateFileStopsNothingAndAHalfWrittenOneIsRemoved() throws IOException {
    f.runtime.close();
    Files.writeString(data.resolve("replicas/odd.json"), "{");
    Files.writeString(data.resolve("replicas/r9.json.tmp"), "{");
    f.runtime = f.open();
    assertThat(f.runtime.replicas()).isEmpty();
    assertThat(data.resolve("replicas/r9.json.tmp")).doesNotExist();
  }

  private int port(String id) {
    return ReplicaFile.all(new DataDirs(data)).stream()
        .filter(file -> file.id().equals(id))
        .findAny()
        .orElseThrow()
        .leader()
        .port();
  }

  private static ReplicaFile file(long pid, String birth) {
    var leader = new ReplicaFile.Leader(pid, birth, 1, true, "");
    return new ReplicaFile("r1", "d1", "/ready", "/live", null, Instant.EPOCH, leader);
  }

  private Process serverWith(String replica, String command) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var server =
        new ProcessBuilder(
                java.toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ServerProcess.class.getName(),
                data.toString(),
                replica,
                command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(server.inputReader().readLine()).isEqualTo("ready");
    return server;
  }
}
