package dev.slipway.runtime.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.runtime.settings.RuntimeSettings.ArchiveLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Good archives, and bad ones.
class UnpackerTest {
  private static final ArchiveLimits SMALL = new ArchiveLimits(10, 1000, 200, 1);

  @TempDir Path dir = Path.of("");
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = tar();

  private TarArchiveOutputStream tar() {
    var out = new TarArchiveOutputStream(bytes, "UTF-8");
    out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    return out;
  }

  @Test
  void aTarKeepsContentAndTheExecutableBit() throws IOException {
    file("run.sh", "echo", 0100755);
    file("data/weights.bin", "1234", 0100600);
    var model = unpack(packed());
    assertThat(model.resolve("run.sh")).isExecutable().hasContent("echo");
    assertThat(model.resolve("data/weights.bin")).hasContent("1234");
    assertThat(Files.isExecutable(model.resolve("data/weights.bin"))).isFalse();
  }

  @Test
  void aGzippedTarIsKnownByItsContent() throws IOException {
    file("a", "x", 0100644);
    var plain = packed();
    var gzipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(gzipped)) {
      gzip.write(plain);
    }
    assertThat(unpack(gzipped.toByteArray()).resolve("a")).hasContent("x");
  }

  @Test
  void aZipIsKnownByItsContent() throws IOException {
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("sub/a"));
      zip.write("x".getBytes(UTF_8));
      zip.closeEntry();
    }
    assertThat(unpack(bytes.toByteArray()).resolve("sub/a")).hasContent("x");
  }

  @Test
  void oneDirectoryAroundAModelIsLeftOut() throws IOException {
    file("model-1/config.yaml", "model_name: m", 0100644);
    file("model-1/a", "x", 0100644);
    assertThat(unpack(packed()).resolve("a")).hasContent("x");
  }

  @Test
  void oneDirectoryWithoutAConfigStays() throws IOException {
    file("data/a", "x", 0100644);
    assertThat(unpack(packed()).resolve("data/a")).hasContent("x");
  }

  @Test
  void linksInsideWork() throws IOException {
    file("a", "x", 0100644);
    link("sub/b", "../a", TarConstants.LF_SYMLINK);
    link("c", "a", TarConstants.LF_LINK);
    var model = unpack(packed());
    assertThat(model.resolve("sub/b")).isSymbolicLink().hasContent("x");
    assertThat(model.resolve("c")).isRegularFile().hasContent("x");
  }

  @Test
  void namesThatLeaveTheDirectoryAreRefused() throws IOException {
    refused("leads out of the archive", "../a");
    refused("leads out of the archive", "a/../../b");
    refused("absolute", "/etc/passwd");
    refused("absolute", "a\\..\\b");
  }

  @Test
  void linksThatLeaveTheDirectoryAreRefused() throws IOException {
    link("a", "/etc/passwd", TarConstants.LF_SYMLINK);
    refused("absolute path");
  }

  @Test
  void aLinkThatClimbsOutIsRefused() throws IOException {
    link("a", "../../secret", TarConstants.LF_SYMLINK);
    Files.writeString(dir.resolve("secret"), "s");
    refused("leads out");
  }

  @Test
  void aChainOfLinksThatClimbsOutIsRefused() throws IOException {
    file("sub/x", "x", 0100644);
    link("sub/up", "..", TarConstants.LF_SYMLINK);
    link("out", "sub/up/..", TarConstants.LF_SYMLINK);
    refused("leads out");
  }

  @Test
  void nothingIsWrittenThroughALink() throws IOException {
    Files.createDirectory(dir.resolve("outside"));
    link("a", dir.resolve("outside").toString(), TarConstants.LF_SYMLINK);
    file("a/planted", "x", 0100644);
    refused("link");
    assertThat(dir.resolve("outside")).isEmptyDirectory();
  }

  @Test
  void aLinkToItselfOrToNothingIsRefused() throws IOException {
    link("a", "a", TarConstants.LF_SYMLINK);
    refused("leads to nothing");
  }

  @Test
  void aHardLinkToWhatIsNotInTheArchiveIsRefused() throws IOException {
    link("a", "../secret", TarConstants.LF_LINK);
    refused("leads out");
  }

  @Test
  void devicesAndPipesAreRefused() throws IOException {
    for (var type : new byte[] {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO}) {
      var fresh = new UnpackerTest();
      fresh.dir = Files.createTempDirectory(dir, "t");
      fresh.link("a", "", type);
      fresh.refused("is a device, pipe or socket");
    }
  }

  @Test
  void setUserIdIsRefused() throws IOException {
    file("a", "x", 0104755);
    refused("set-user-id");
  }

  @Test
  void aZipLinkThatLeavesTheDirectoryIsRefused() throws IOException {
    try (var zip = new ZipArchiveOutputStream(bytes)) {
      var entry = new ZipArchiveEntry("a");
      entry.setUnixMode(0120777);
      zip.putArchiveEntry(entry);
      zip.write("../../etc".getBytes(UTF_8));
      zip.closeArchiveEntry();
    }
    assertThatThrownBy(() -> unpack(bytes.toByteArray()))
        .isInstanceOf(RefusedArchive.class)
        .hasMessageContaining("leads");
  }

  @Test
  void limitsHold() throws IOException {
    file("big", "x".repeat(1001), 0100644);
    refused("more than 1000 bytes");
  }

  @Test
  void tooManyEntriesAreRefused() throws IOException {
    for (var i = 0; i < 11; i++) {
      file("f" + i, "x", 0100644);
    }
    refused("more than 10 entries");
  }

  @Test
  void longNamesAreRefused() throws IOException {
    refused("more than 200 characters", "abcdefghi/".repeat(20) + "x");
  }

  @Test
  void whatIsNoArchiveIsRefused() {
    assertThatThrownBy(() -> unpack("hello".getBytes(UTF_8)))
        .isInstanceOf(RefusedArchive.class)
        .hasMessageContaining("neither tar, tar.gz nor zip");
  }

  private void refused(String why, String name) throws IOException {
    var fresh = new UnpackerTest();
    fresh.dir = Files.createTempDirectory(dir, "t");
    fresh.file(name, "x", 0100644);
    fresh.refused(why);
  }

  private void refused(String why) throws IOException {
    var archive = packed();
    assertThatThrownBy(() -> unpack(archive))
        .isInstanceOf(RefusedArchive.class)
        .hasMessageContaining(why);
  }

  private void file(String name, String content, int mode) throws IOException {
    var entry = new TarArchiveEntry(name, true);
    entry.setMode(mode);
    entry.setSize(content.length());
    tar.putArchiveEntry(entry);
    tar.write(content.getBytes(UTF_8));
    tar.closeArchiveEntry();
  }

  private void link(String name, String target, byte type) throws IOException {
    var entry = new TarArchiveEntry(name, type);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private byte[] packed() throws IOException {
    tar.close();
    return bytes.toByteArray();
  }

  private Path unpack(byte[] archive) throws IOException {
    var file = dir.resolve("archive");
    Files.write(file, archive);
    var into = Files.createDirectories(dir.resolve("into/x"));
    return Unpacker.unpack(file, into, SMALL);
  }
}
