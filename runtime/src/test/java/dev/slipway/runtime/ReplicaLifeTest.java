package dev.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.runtime.Replica.State;
import dev.slipway.engine.port.runtime.ReplicaSpec;
import dev.slipway.runtime.process.Fixture;
import dev.slipway.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A replica's life, with real processes.
class ReplicaLifeTest extends FixtureTest {
  @Test
  void aReplicaHasItsEnvironmentAndNothingElseOfTheServers() throws IOException {
    f.runtime.close();
    var server = new java.util.HashMap<>(System.getenv());
    server.put("SLIPWAY_API_KEY", "key-of-the-server");
    f.runtime = new LocalRuntime(data, java.time.InstantSource.system(), Fixture.FAST, server);
    f.runtime.start(f.spec("r1", Fixture.model()));
    f.awaitState("r1", State.READY);
    var env = f.get("r1", "/env");
    assertThat(env)
        .contains("FROM_CONFIG=yes", "SECRET_HF_TOKEN=s3cret", "SLIPWAY_REPLICA=r1")
        .contains("SLIPWAY_DEPLOYMENT=d1", "SLIPWAY_MODEL=m1", "SLIPWAY_ENVIRONMENT=prod", "PATH=")
        .doesNotContain("key-of-the-server", "SLIPWAY_API_KEY");
    assertThat(Files.readString(data.resolve("replicas/r1.json"))).doesNotContain("s3cret");
    assertThat(f.messages().toString()).doesNotContain("s3cret");
  }

  @Test
  void aReplicaThatCrashesIsStartedAgainWithGrowingPausesAndSaysHowItEnded() {
    f.runtime.start(f.spec("r1", "echo no weights here >&2; exit 3"));
    Await.until("five failed starts", () -> f.get("r1").failedStarts() >= 5);
    var r = f.get("r1");
    assertThat(r.lastFailure()).contains("exit code 3", "before it was ready", "no weights here");
    assertThat(r.history().restarts()).isGreaterThanOrEqualTo(5);
    assertThat(f.messages())
        .anyMatch(m -> m.contains("again in 20 ms"))
        .anyMatch(m -> m.contains("again in 40 ms"))
        .anyMatch(m -> m.contains("again in 160 ms"))
        .anyMatch(m -> m.contains("again in 200 ms"));
    f.runtime.stop("r1", Fixture.GRACE);
    f.awaitGone("r1");
    assertThat(f.messages()).last().asString().containsAnyOf("not started again", "has ended");
  }

  @Test
  void aReadyReplicaThatIsKilledComesBackOnAnotherProcess() {
    f.runtime.start(f.spec("r1", Fixture.model()));
    f.awaitState("r1", State.READY);
    var first = f.pid("r1");
    ProcessHandle.of(first).orElseThrow().destroyForcibly();
    Await.until("another process", () -> f.pid("r1") != first && f.pid("r1") != 0);
    f.awaitState("r1", State.READY);
    assertThat(f.get("r1").failedStarts()).isZero();
    assertThat(f.get("r1").lastFailure()).contains("SIGKILL");
  }

  @Test
  void aSecretThatIsNotThereIsSaidAndKeepsNothingFromStarting() {
    var spec = f.spec("r1", Fixture.model());
    f.runtime.start(
        new ReplicaSpec("r1", "d1", "m1", "a1", spec.launch(), Map.of("other", "x"), "prod"));
    f.awaitState("r1", State.READY);
    assertThat(f.messages()).anyMatch(m -> m.contains("has no value for hf-token"));
  }

  @Test
  void aReplicaThatNeverAnswersStaysStartingAndSaysWhyEverMoreSeldom() {
    f.runtime.start(f.spec("r1", "echo loading; exec tail -f /dev/null"));
    f.awaitMessage("is not ready after");
    var r = f.get("r1");
    assertThat(r.state()).isEqualTo(State.STARTING);
    assertThat(r.history().restarts()).isZero();
    assertThat(r.lastFailure()).isNull();
    assertThat(r.history().notReady())
        .contains("GET /ready on port", "refused", "it listens on no port");
    var said = f.messages().stream().filter(m -> m.contains("is not ready after")).count();
    Await.until("it is said again", () -> notReadyLines() > said);
    assertThat(notReadyLines()).isLessThan(6);
  }

  private long notReadyLines() {
    return f.messages().stream().filter(m -> m.contains("is not ready after")).count();
  }

  @Test
  void aReplicaThatListensElsewhereSaysWhere() {
    var port = Fixture.freePort();
    f.runtime.start(f.spec("r1", Fixture.model("" + port)));
    f.awaitMessage("it listens on " + port + ", and not on the PORT that it was given");
  }

  @Test
  void aReplicaThatCannotBeReachedFromHereSaysSo() {
    f.runtime.start(f.spec("r1", Fixture.model() + " ::1"));
    f.awaitMessage("on [::1] only, not on 127.0.0.1");
    assertThat(f.get("r1").history().notReady()).contains("on [::1] only");
  }

  @Test
  void aReplicaThatIsNotReadyAnyMoreIsUnhealthyUntilItIs() throws IOException {
    f.runtime.start(f.spec("r1", Fixture.model()));
    f.awaitState("r1", State.READY);
    var pid = f.pid("r1");
    Files.createFile(f.artifact.resolve("unready"));
    f.awaitState("r1", State.UNHEALTHY);
    Files.delete(f.artifact.resolve("unready"));
    f.awaitState("r1", State.READY);
    assertThat(f.pid("r1")).isEqualTo(pid);
  }

  @Test
  void aReplicaThatFailsItsLivenessProbeIsReplaced() throws IOException {
    f.runtime.start(f.spec("r1", Fixture.model()));
    f.awaitState("r1", State.READY);
    var pid = f.pid("r1");
    Files.createFile(f.artifact.resolve("dead"));
    Await.until("another process", () -> f.pid("r1") != pid && f.pid("r1") != 0);
    Files.delete(f.artifact.resolve("dead"));
    f.awaitState("r1", State.READY);
    assertThat(Fixture.alive(pid)).isFalse();
    assertThat(f.messages()).anyMatch(m -> m.contains("liveness probe, GET /live, failed 3 times"));
  }

  @Test
  void aStopAsksFirst() {
    f.runtime.start(
        f.spec("r1", "trap 'echo goodbye; exit 0' TERM; echo up; while :; do sleep 0.05; done"));
    f.awaitMessage("up");
    f.runtime.stop("r1", Duration.ofMinutes(5));
    f.awaitGone("r1");
    assertThat(f.messages()).contains("goodbye").last().asString().contains("has ended");
  }

  @Test
  void aStopKillsWhatDoesNotEndInTime() {
    f.runtime.start(f.spec("r1", "trap '' TERM; echo up; while :; do sleep 0.05; done"));
    f.awaitMessage("up");
    var pid = f.pid("r1");
    f.runtime.stop("r1", Duration.ofMillis(100));
    f.awaitGone("r1");
    assertThat(Fixture.alive(pid)).isFalse();
  }

  @Test
  void aMoreUrgentStopShortensTheWait() {
    f.runtime.start(f.spec("r1", "trap '' TERM; echo up; while :; do sleep 0.05; done"));
    f.awaitMessage("up");
    f.runtime.stop("r1", Duration.ofDays(1));
    f.awaitState("r1", State.STOPPING);
    f.runtime.stop("r1", Duration.ZERO);
    f.awaitGone("r1");
  }

  @Test
  void aStoppedReplicaLeavesNoProcessNotEvenOneThatLeftItsSession() throws IOException {
    var command =
        "setsid sh -c 'trap \"\" TERM; echo $$ > escaped; while :; do sleep 0.05; done' & "
            + "sh -c 'echo $$ > child; exec tail -f /dev/null' & echo up; wait";
    f.runtime.start(f.spec("r1", command));
    f.awaitMessage("up");
    var escaped = pidIn("escaped");
    var child = pidIn("child");
    assertThat(Fixture.alive(escaped) && Fixture.alive(child)).isTrue();
    f.runtime.stop("r1", Duration.ofMillis(100));
    f.awaitGone("r1");
    assertThat(Fixture.alive(escaped) || Fixture.alive(child)).isFalse();
  }

  @Test
  void whatACrashedLeaderLeavesIsEndedBeforeTheNextStart() throws IOException {
    f.runtime.start(
        f.spec(
            "r1",
            "[ -e once ] && exec tail -f /dev/null; touch once; "
                + "sh -c 'echo $$ > child; exec tail -f /dev/null' & "
                + "while [ ! -s child ]; do sleep 0.01; done; exit 7"));
    var child = pidIn("child");
    Await.until("the second process", () -> f.get("r1").failedStarts() == 1 && f.pid("r1") != 0);
    assertThat(Fixture.alive(child)).isFalse();
  }

  @Test
  void aReplicaWithoutItsArtifactSaysSo() throws IOException {
    Files.delete(f.artifact);
    f.runtime.start(f.spec("r1", Fixture.model()));
    Await.until("a failed start", () -> f.get("r1").failedStarts() > 0);
    assertThat(f.get("r1").lastFailure()).contains("artifact a1 is not prepared");
  }

  private long pidIn(String file) throws IOException {
    var path = f.artifact.resolve(file);
    Await.until(file + " holds a pid", () -> read(path).endsWith("\n"));
    return Long.parseLong(read(path).strip());
  }

  private static String read(Path path) {
    try {
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
