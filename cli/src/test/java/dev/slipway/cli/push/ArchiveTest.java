package dev.slipway.cli.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class ArchiveTest {
  @TempDir private Path temp = Path.of("");
  private Path model = Path.of("");

  @BeforeEach
  void aModel() throws IOException {
    model = Files.createDirectory(temp.resolve("model"));
    write("config.yaml", "model_name: digits\n");
  }

  private Path write(String name, String text) throws IOException {
    Path file = model.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /// What is in an archive: content of files, `-> target` of links.
  record Item(TarArchiveEntry entry, ByteBuffer content) {}

  public static Map<String, Item> read(byte[] archive) throws IOException {
    var items = new LinkedHashMap<String, Item>();
    try (var tar =
        new TarArchiveInputStream(
            new GzipCompressorInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        items.put(e.getName(), new Item(e, ByteBuffer.wrap(tar.readAllBytes())));
      }
    }
    return items;
  }

  private Map<String, Item> pack() throws IOException {
    Path file = temp.resolve("model.tgz");
    Archive.pack(model, file);
    return read(Files.readAllBytes(file));
  }

  private Item item(String name) throws IOException {
    return Objects.requireNonNull(pack().get(name), name);
  }

  @Test
  void filesArePackedInTheOrderOfTheirNames() throws IOException {
    write("src/main.py", "print(1)");
    write("data/ü.txt", "ü");
    assertThat(pack().keySet())
        .containsExactly("config.yaml", "data/", "data/ü.txt", "src/", "src/main.py");
    assertThat(item("src/main.py").content())
        .isEqualTo(ByteBuffer.wrap("print(1)".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whatNeedNotTravelIsLeftOut() throws IOException {
    write(".git/HEAD", "x");
    write("src/__pycache__/a.pyc", "x");
    write("target/a.class", "x");
    write(".slipway/api-key", "secret");
    write("targets/kept", "x");
    assertThat(pack().keySet()).containsExactly("config.yaml", "src/", "targets/", "targets/kept");
  }

  @Test
  void secretsAndEnvironmentsNeverTravelWhateverAFileSays() throws IOException {
    write(".slipwayignore", "!.env*\n!.ENV*\n!.venv\n!env\n!target\n!other/**\n");
    write(".env", "KEY=1");
    write("sub/.env.local", "KEY=1");
    write("sub/.env.example", "KEY=");
    for (String name : new String[] {".envrc", ".ENV", ".Env.Local", ".envrc.work", ".GIT/HEAD"}) {
      write("other/" + name, "KEY=1");
    }
    write("other/.ENVIRONMENT", "x");
    write("other/.env.EXAMPLE", "KEY=");
    write(".venv/bin/python", "x");
    write("env/pyvenv.cfg", "x");
    write("target/app.jar", "x");
    assertThat(pack().keySet())
        .containsExactly(
            ".slipwayignore",
            "config.yaml",
            "other/",
            "other/.ENVIRONMENT",
            "other/.env.EXAMPLE",
            "sub/",
            "sub/.env.example",
            "target/",
            "target/app.jar");
  }

  @Test
  void ignoreFilesAreReadAsGitReadsThem() throws IOException {
    write(
        ".gitignore",
        """
        # data
        *.log
        !keep.log
        /top
        build/
        doc/**/*.txt
        \\#a
        config.yaml
        """);
    write("a.log", "x");
    write("keep.log", "x");
    write("top", "x");
    write("sub/top", "x");
    write("sub/build/x", "x");
    write("build", "a file");
    write("doc/a.txt", "x");
    write("doc/b/c/d.txt", "x");
    write("doc/b/e.md", "x");
    write("#a", "x");
    write("sub/.gitignore", "!b.log\nq[0-9].bin\n");
    write("sub/b.log", "x");
    write("sub/q1.bin", "x");
    write("sub/qx.bin", "x");
    assertThat(pack().keySet())
        .containsExactly(
            ".gitignore",
            "build",
            "config.yaml",
            "doc/",
            "doc/b/",
            "doc/b/c/",
            "doc/b/e.md",
            "keep.log",
            "sub/",
            "sub/.gitignore",
            "sub/b.log",
            "sub/qx.bin",
            "sub/top");
  }

  @Test
  void ourOwnIgnoreFileWinsOverGitsAndTheRepositorysCountToo() throws IOException {
    Files.createDirectory(temp.resolve(".git"));
    Files.writeString(temp.resolve(".gitignore"), "*.bin\n*.tmp\n");
    write(".slipwayignore", "!weights.bin\nnotes\n");
    write("weights.bin", "x");
    write("other.bin", "x");
    write("notes", "x");
    write("a.tmp", "x");
    assertThat(pack().keySet()).containsExactly(".slipwayignore", "config.yaml", "weights.bin");
    var packed = Archive.pack(model, temp.resolve("m.tgz"));
    assertThat(PackedText.leftOut(packed))
        .containsExactly(
            "Left out (.gitignore): a.tmp, other.bin.", "Left out (.slipwayignore): notes.");
  }

  @Test
  void whatTheStartCommandNamesAndStaysIsSaid() throws IOException {
    write("target/app.jar", "x");
    write("main.py", "x");
    var packed = Archive.pack(model, temp.resolve("m.tgz"));
    assertThat(PackedText.warnings(packed, "exec java -jar target/app.jar"))
        .containsExactly(
            "start_command names target/, which is left out (needless). To send it, write '!target/'"
                + " into .slipwayignore.");
    assertThat(PackedText.warnings(packed, "python main.py --target /x")).isEmpty();
    write(".gitignore", "!target\n");
    assertThat(pack().keySet()).as("either file takes it back").contains("target/app.jar");
    Files.delete(model.resolve("main.py"));
    Files.delete(model.resolve(".gitignore"));
    assertThat(PackedText.warnings(Archive.pack(model, temp.resolve("m.tgz")), ""))
        .containsExactly(
            "Nothing but config.yaml is sent. If the model needs files, push the directory that holds"
                + " them.");
  }

  @Test
  void whatIsNeverSentIsNotOfferedToBeSent() throws IOException {
    write(".env", "KEY=1");
    write(".venv/bin/python", "x");
    write("py/pyvenv.cfg", "x");
    write(".git/HEAD", "x");
    var packed = Archive.pack(model, temp.resolve("m.tgz"));
    assertThat(PackedText.leftOut(packed))
        .containsExactly(
            "Left out (may hold secrets, never sent): .env.",
            "Left out (never sent): .git/.",
            "Left out (a Python environment, never sent): .venv/, py/.");
    assertWarns(
        packed,
        ". ./.env && exec python main.py",
        "start_command names .env, which is left out (may hold secrets, never sent). Give what it"
            + " sets as environment_variables of the config, or as secrets of the team.");
    for (String environment : List.of(".venv/", "py/")) {
      assertWarns(
          packed,
          "exec ./" + environment + "bin/python main.py",
          "start_command names "
              + environment
              + ", which is left out (a Python environment, never sent). It works on this machine"
              + " alone: make one where the model runs, in start_command, or name packages in"
              + " requirements and let the build of a Truss model make it.");
    }
    assertWarns(
        packed,
        "cat .git/HEAD",
        "start_command names .git/, which is left out (never sent). Copy what the model needs of it"
            + " to another place in the model directory.");
  }

  private static void assertWarns(Archive.Packed packed, String command, String warning) {
    assertThat(PackedText.warnings(packed, command)).contains(warning).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void theTopOfTheRepositoryIsLookedForOnceInAPush() throws IOException {
    Path git = Files.createDirectory(temp.resolve(".git"));
    Files.writeString(temp.resolve(".gitignore"), "*.tmp\n");
    Path file = write("a.tmp", "x").toRealPath();
    var rules = new IgnoreRules(model.toRealPath());
    Files.delete(git);
    assertThat(rules.reason(file)).isEqualTo(IgnoreRules.GIT);
    assertThat(new IgnoreRules(model.toRealPath()).reason(file)).isNull();
  }

  @Test
  void executableFilesStayExecutable() throws IOException {
    assertThat(write("run.sh", "#!/bin/sh").toFile().setExecutable(true)).isTrue();
    assertThat(item("run.sh").entry().getMode() & 0111).isEqualTo(0111);
    assertThat(item("config.yaml").entry().getMode() & 0111).isZero();
  }

  @Test
  void linksInsideStayLinks() throws IOException {
    write("data/weights-1", "w");
    Files.createSymbolicLink(model.resolve("data/latest"), Path.of("weights-1"));
    Files.createSymbolicLink(model.resolve("dir"), Path.of("data"));
    TarArchiveEntry link = item("data/latest").entry();
    assertThat(link.isSymbolicLink()).isTrue();
    assertThat(link.getLinkName()).isEqualTo("weights-1");
    assertThat(item("dir").entry().isSymbolicLink()).isTrue();
  }

  @Test
  void linksThatLeadOutOrNowhereAreRefused() throws IOException {
    Path secret = Files.writeString(temp.resolve("secret"), "s");
    Path link = model.resolve("link");
    for (Path target : new Path[] {Path.of("../secret"), secret.toAbsolutePath()}) {
      Files.createSymbolicLink(link, target);
      assertThatThrownBy(this::pack).hasMessageContaining("outside of the model directory");
      Files.delete(link);
    }
    Files.createSymbolicLink(link, Path.of("none"));
    assertThatThrownBy(this::pack).hasMessageContaining("which is not there");
    Files.delete(link);
    write("target/built", "x");
    Files.createSymbolicLink(link, Path.of("target/built"));
    assertThatThrownBy(this::pack).hasMessageContaining("left out of archives");
  }

  @Test
  void largeFilesAndLongNamesTravelWhole() throws IOException {
    var bytes = new byte[20 << 20];
    new Random(1).nextBytes(bytes);
    String name = "a".repeat(120) + "/" + "b".repeat(120);
    write(name, "");
    Files.write(model.resolve(name), bytes);
    assertThat(item(name).content()).isEqualTo(ByteBuffer.wrap(bytes));
  }

  @Test
  void moreThanTheLimitIsRefused() throws IOException {
    write("a", "0123456789");
    Path file = temp.resolve("small.tgz");
    assertThatThrownBy(() -> Archive.pack(model, file, 28)).hasMessageContaining("more than 28");
    assertThat(Archive.pack(model, file, 29)).isEqualTo(new Archive.Packed(2, 29, List.of()));
  }
}
