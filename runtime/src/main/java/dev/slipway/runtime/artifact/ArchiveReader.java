package dev.slipway.runtime.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/// Reads the entries of an archive, one after the other. The kind of archive is found from its
/// content.
interface ArchiveReader extends Closeable {

  sealed interface Kind {
    record PlainFile() implements Kind {}

    record Directory() implements Kind {}

    /// @param target as it stands in the archive
    record SymLink(String target) implements Kind {}

    /// @param target name of an earlier entry
    record HardLink(String target) implements Kind {}

    /// A device, pipe or socket.
    record Other() implements Kind {}
  }

  /// @param mode permission bits
  record Entry(String name, int mode, Kind kind) {}

  /// The next one; null: there is none.
  @Nullable Entry next() throws IOException;

  /// Content of the entry that [#next] gave last.
  InputStream content() throws IOException;

  static ArchiveReader open(Path archive) throws IOException {
    var head = new byte[512];
    int length;
    try (var in = Files.newInputStream(archive)) {
      length = in.readNBytes(head, 0, head.length);
    }
    if (length >= 4 && head[0] == 'P' && head[1] == 'K' && (head[2] == 3 || head[2] == 5)) {
      return new Zip(archive);
    }
    if (length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b) {
      return new Tar(archive, true);
    }
    if (length == head.length && TarUtils.verifyCheckSum(head)) {
      return new Tar(archive, false);
    }
    throw new RefusedArchive(
        "The archive is neither tar, tar.gz nor zip. Pack the model's directory as one of these.");
  }

  final class Tar implements ArchiveReader {
    private final TarArchiveInputStream in;

    Tar(Path archive, boolean gzip) throws IOException {
      InputStream raw = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
      in = new TarArchiveInputStream(gzip ? gunzip(raw) : raw, "UTF-8");
    }

    @Override
    public @Nullable Entry next() throws IOException {
      TarArchiveEntry e = in.getNextEntry();
      if (e == null) {
        return null;
      }
      return new Entry(e.getName(), e.getMode(), kind(e));
    }

    private static Kind kind(TarArchiveEntry e) {
      if (e.isSymbolicLink()) {
        return new Kind.SymLink(e.getLinkName());
      }
      if (e.isLink()) {
        return new Kind.HardLink(e.getLinkName());
      }
      if (e.isDirectory()) {
        return new Kind.Directory();
      }
      boolean plain = e.isFile() && !e.isCharacterDevice() && !e.isBlockDevice() && !e.isFIFO();
      return plain ? new Kind.PlainFile() : new Kind.Other();
    }

    @Override
    public InputStream content() {
      return in;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private static InputStream gunzip(InputStream raw) throws IOException {
    return GzipCompressorInputStream.builder()
        .setInputStream(raw)
        .setDecompressConcatenated(true)
        .get();
  }

  final class Zip implements ArchiveReader {
    private static final int MAX_LINK = 4096;
    private final ZipFile file;
    private final Enumeration<ZipArchiveEntry> entries;
    private @Nullable ZipArchiveEntry current;

    Zip(Path archive) throws IOException {
      file = ZipFile.builder().setPath(archive).get();
      entries = file.getEntriesInPhysicalOrder();
    }

    @Override
    public @Nullable Entry next() throws IOException {
      if (!entries.hasMoreElements()) {
        return null;
      }
      var e = entries.nextElement();
      current = e;
      var type = e.getUnixMode() & 0170000;
      if (e.isUnixSymlink()) {
        try (var in = file.getInputStream(e)) {
          var target = new String(in.readNBytes(MAX_LINK), UTF_8);
          return new Entry(e.getName(), e.getUnixMode(), new Kind.SymLink(target));
        }
      }
      var kind =
          e.isDirectory()
              ? new Kind.Directory()
              : type == 0 || type == 0100000 ? new Kind.PlainFile() : new Kind.Other();
      return new Entry(e.getName(), e.getUnixMode() & 07777, kind);
    }

    @Override
    public InputStream content() throws IOException {
      var in = current == null ? null : file.getInputStream(current);
      if (in == null) {
        throw new RefusedArchive("The archive has an entry that cannot be unpacked.");
      }
      return in;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
