package dev.slipway.runtime.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.runtime.LocalRuntime;
import dev.slipway.runtime.process.Fixture;
import dev.slipway.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Builds, from uploads to prepared directories.
class ArtifactsTest {
  @TempDir Path data = Path.of("");

  @Test
  void anUploadIsUnpackedAndStaysDoneOverARestart() throws IOException {
    upload("models/m.tgz");
    try (var runtime = open()) {
      runtime.prepare(Fixture.deployment("d1", "a1", "models/m.tgz"));
      await(runtime, Build.Done.class);
      assertThat(data.resolve("artifacts/a1/run")).hasContent("x");
    }
    try (var runtime = open()) {
      assertThat(runtime.build("a1")).isInstanceOf(Build.Done.class);
    }
  }

  @Test
  void theBuildsLogSaysThatThereAreNoFilesAndWhatOfTheConfigHasNoEffect() throws IOException {
    try (var runtime = open()) {
      var d = Fixture.deployment("d1", "a1", null);
      var s = d.source();
      var source =
          new Deployment.Source(
              s.artifact(),
              null,
              "{\"resorces\":{},\"base_image\":{\"image\":\"a:b\"},\"docker_server\":{}}",
              "resorces: {}\n",
              s.labels(),
              s.launch());
      runtime.prepare(
          new Deployment(
              d.id(), d.modelId(), d.name(), d.createdAt(), source, d.placement(), d.phase()));
      await(runtime, Build.Done.class);
    }
    assertThat(buildLog())
        .contains(
            "\tWARNING\t\tbuild: No files were sent with this push",
            "\tWARNING\t\tbuild: config.yaml:1: resorces: unknown key, without effect. Did you mean"
                + " \"resources\"?",
            "\tWARNING\t\tbuild: config.yaml: base_image: a:b is not used");
  }

  @Test
  void anArchiveOfAConfigAloneIsSaid() throws IOException {
    var file = Files.createDirectories(data.resolve("uploads")).resolve("m.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("config.yaml"));
      zip.closeEntry();
    }
    try (var runtime = open()) {
      runtime.prepare(Fixture.deployment("d1", "a1", "m.zip"));
      await(runtime, Build.Done.class);
    }
    assertThat(buildLog()).contains("WARNING\t\t" + BuildNotes.ONLY_CONFIG);
  }

  private String buildLog() throws IOException {
    var text = new StringBuilder();
    try (var segments = Files.newDirectoryStream(data.resolve("logs/d1/@"))) {
      for (var segment : segments) {
        text.append(Files.readString(segment));
      }
    }
    return text.toString();
  }

  @Test
  void aMissingUploadIsBrokenUntilItIsThere() throws IOException {
    try (var runtime = open()) {
      runtime.prepare(Fixture.deployment("d1", "a1", "m.tgz"));
      await(runtime, Build.Broken.class);
      assertThat(((Build.Broken) runtime.build("a1")).reason()).contains("was not uploaded");
      upload("m.tgz");
      runtime.prepare(Fixture.deployment("d1", "a1", "m.tgz"));
      await(runtime, Build.Done.class);
    }
  }

  @Test
  void anUploadKeyThatLeavesTheUploadsIsBroken() throws IOException {
    Files.writeString(data.resolve("secret"), "x");
    try (var runtime = open()) {
      runtime.prepare(Fixture.deployment("d1", "a1", "../secret"));
      await(runtime, Build.Broken.class);
    }
  }

  @Test
  void aHalfUnpackedDirectoryOfACrashIsNoArtifactAndIsRemoved() throws IOException {
    Files.createDirectories(data.resolve("artifacts/.new-a1/half"));
    try (var runtime = open()) {
      assertThat(runtime.build("a1")).isInstanceOf(Build.Pending.class);
      assertThat(data.resolve("artifacts")).isEmptyDirectory();
    }
  }

  @Test
  void whatIsLeftOfADeploymentGoesAndEverythingElseStays() throws IOException {
    for (var kept :
        List.of("logs/d1/r1", "logs/d2/r1", "dynamic/d1", "dynamic/d2", "artifacts/a1")) {
      Files.createDirectories(data.resolve(kept));
    }
    var elsewhere = Files.createDirectories(data.resolve("elsewhere"));
    var link = Files.createSymbolicLink(data.resolve("logs/link"), elsewhere);
    var file = Files.writeString(data.resolve("artifacts/file"), "x");
    var hidden = Files.createDirectories(data.resolve("logs/.hidden"));
    upload("models/m.tgz");
    try (var runtime = open()) {
      runtime.remove(Set.of("d1", "file"), Set.of("a1"));
      assertThat(data.resolve("logs/d1")).doesNotExist();
      assertThat(data.resolve("dynamic/d1")).doesNotExist();
      assertThat(data.resolve("artifacts/a1")).doesNotExist();
      assertThat(data.resolve("logs/d2/r1")).isDirectory();
      assertThat(data.resolve("dynamic/d2")).isDirectory();
      assertThat(data.resolve("uploads/models/m.tgz")).isRegularFile();
      assertThat(elsewhere).isDirectory();
      assertThat(link).isSymbolicLink();
      assertThat(file).isRegularFile();
      assertThat(hidden).isDirectory();
    }
  }

  private static void await(Runtime runtime, Class<? extends Build> state) {
    Await.until(
        () -> "the build is " + state.getSimpleName() + "; it is " + runtime.build("a1"),
        () -> state.isInstance(runtime.build("a1")));
  }

  private LocalRuntime open() {
    return new LocalRuntime(data, InstantSource.system(), Fixture.FAST, System.getenv());
  }

  private void upload(String key) throws IOException {
    var file = data.resolve("uploads").resolve(key);
    Files.createDirectories(file.getParent());
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("run"));
      zip.write('x');
      zip.closeEntry();
    }
  }
}
