package dev.slipway.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.runtime.Replica.State;
import dev.slipway.runtime.settings.DataDirs;
import dev.slipway.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A replica whose output finds no room. `/dev/full` is a file that is always full.
class FullOutputTest {
  private static final Path FULL = Path.of("/dev/full");

  @TempDir Path data = Path.of("");

  @Test
  void aModelThatPrintsGoesOnWhereNothingOfItCanBeWritten() throws IOException {
    try (var f = new Fixture(data)) {
      Path directory = Files.createDirectories(data.resolve("logs/d1/r1"));
      Files.createSymbolicLink(directory.resolve("out"), FULL);
      // `head` fails where it cannot print, and then there is no model.
      f.runtime.start(
          f.spec("r1", "yes 'a line of a model' | head -c 3000000 && " + Fixture.model()));
      f.awaitState("r1", State.READY);
      assertThat(f.get("r1", "/log?and+another+line")).isEmpty();
      assertThat(f.lastFailure("r1")).isEmpty();
    }
  }

  @Test
  void theLastWordsOfAProcessThatEndsAreKept() throws IOException {
    try (var f = new Fixture(data)) {
      f.runtime.start(f.spec("r1", "yes 'a line of a model' | head -n 50000; echo bye; exit 3"));
      // Its line in the log is soon far behind those of the next start.
      Await.until(
          () -> "the last failure: " + f.lastFailure("r1"),
          () -> f.lastFailure("r1").contains("exit code 3"));
      assertThat(f.lastFailure("r1")).contains("bye");
    }
  }

  @Test
  void noProcessAndNoPipeIsLeftWhenAReplicaIsStopped() throws IOException {
    try (var f = new Fixture(data)) {
      f.runtime.start(f.spec("r1", Fixture.model()));
      f.awaitState("r1", State.READY);
      var tree = ReplicaFile.all(new DataDirs(data)).getFirst().tree(ProcessTable.ofThisMachine());
      assertThat(data.resolve("logs/d1/r1/out.pipe")).doesNotExist();
      f.runtime.stop("r1", Fixture.GRACE);
      f.awaitGone("r1");
      assertThat(tree.members(false)).isEmpty();
    }
  }

  @Test
  void theStateFileIsWrittenOverWhereThereIsNoRoomForAnother() throws IOException {
    var dirs = new DataDirs(data);
    dirs.create();
    var file =
        new ReplicaFile(
            "r1",
            "d1",
            "/ready",
            "/live",
            null,
            Instant.EPOCH,
            new ReplicaFile.Leader(123456789, "boot:12345678", 8081, true, "/sys/fs/cgroup/x"));
    file.save(dirs);
    Path target = dirs.replica("r1");
    Files.createSymbolicLink(target.resolveSibling(target.getFileName() + ".tmp"), FULL);
    file.with(ReplicaFile.Leader.NONE).save(dirs);
    assertThat(ReplicaFile.all(dirs)).containsExactly(file.with(ReplicaFile.Leader.NONE));
  }
}
