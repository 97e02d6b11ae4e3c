package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// kill -9 of the server right after a deployment was deleted, before what it had is removed.
class KilledDeletionTest extends ChildServerTest {
  @Test
  void theNextServerRemovesWhatIsLeftOfItAndNothingElse() throws IOException {
    Path data = temp.resolve("data");
    var first = start();
    Recording recording;
    try (var manager = first.manager()) {
      recording = Recording.deploy(manager, temp.resolve("records"));
      manager.delete("/v1/models/" + recording.model() + "/deployments/" + recording.v2()).ok();
      first.kill();
    }
    var unknown =
        leave(data, "theirs", "logs/old logs", "logs/unknown1", "artifacts/unknown1", "dynamic/d1");
    start();
    awaitGone(kept(data, recording.v2()));
    assertThat(unknown).allSatisfy(path -> assertThat(path).isDirectory());
    assertThat(kept(data, recording.v1())).allSatisfy(path -> assertThat(path).isDirectory());
    assertThat(recording.starts(recording.v1())).as("v1 was never restarted").hasSize(1);
  }

  private static void awaitGone(List<Path> paths) {
    Await.until(() -> "gone: " + paths, () -> paths.stream().noneMatch(Files::exists));
  }

  private static List<Path> kept(Path data, String id) {
    return List.of(data.resolve("logs").resolve(id), data.resolve("artifacts").resolve(id));
  }

  private static List<Path> leave(Path data, String text, String... names) throws IOException {
    var made = List.of(names).stream().map(data::resolve).toList();
    for (Path path : made) {
      Files.writeString(Files.createDirectories(path).resolve("file"), text);
    }
    return made;
  }
}
