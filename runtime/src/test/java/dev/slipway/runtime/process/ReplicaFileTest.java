package dev.slipway.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.HealthChecks;
import dev.slipway.runtime.settings.DataDirs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ReplicaFileTest {
  /// As the first version wrote it. The replicas of an older server must be found after an upgrade.
  private static final String STORED =
      """
      {"id":"r1","deployment":"d1","readinessPath":"/ready","livenessPath":"/live","pid":4711,
       "birth":"boot:12","port":8081,"startedAt":"2026-01-02T03:04:05.000000006Z","wasReady":true,
       "cgroup":"/sys/fs/cgroup/slipway-r1"}
      """;

  /// As this version writes it, where the config says how long probes may fail.
  private static final String WITH_CHECKS =
      STORED.replace(
          "\"pid\"",
          """
          "checks":{"startupSeconds":60,"stopTrafficSeconds":null,"restartSeconds":90,
           "restartDelaySeconds":null},"pid"\
          """);

  @TempDir Path data = Path.of("");

  @Test
  void aStoredFileIsReadAndWrittenAsItWas() throws IOException {
    var dirs = new DataDirs(data);
    dirs.create();
    var path = Files.writeString(dirs.replica("r1"), STORED);
    var file = ReplicaFile.all(dirs).getFirst();
    var leader = new ReplicaFile.Leader(4711, "boot:12", 8081, true, "/sys/fs/cgroup/slipway-r1");
    assertThat(file)
        .isEqualTo(
            new ReplicaFile(
                "r1",
                "d1",
                "/ready",
                "/live",
                null,
                Instant.parse("2026-01-02T03:04:05.000000006Z"),
                leader));
    file.save(dirs);
    var json = JsonMapper.builder().build();
    assertThat(json.readTree(path.toFile())).isEqualTo(json.readTree(STORED));
  }

  @Test
  void howLongProbesMayFailIsKeptForTheNextServer() throws IOException {
    var dirs = new DataDirs(data);
    dirs.create();
    var path = Files.writeString(dirs.replica("r1"), WITH_CHECKS);
    var file = ReplicaFile.all(dirs).getFirst();
    assertThat(file.checks()).isEqualTo(new HealthChecks(60, null, 90, null));
    file.save(dirs);
    var json = JsonMapper.builder().build();
    assertThat(json.readTree(path.toFile())).isEqualTo(json.readTree(WITH_CHECKS));
  }
}
