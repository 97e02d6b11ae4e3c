package dev.slipway.api.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.api.http.Reply;
import dev.slipway.api.input.Json;
import dev.slipway.config.YamlText;
import dev.slipway.domain.deployment.Deployment;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Uncompressed tars of what was pushed, whatever form it came in.
final class Tars {
  private static final String TYPE = "application/x-tar";
  private static final int GZIP = 0x1f8b;
  private static final int ZIP = 0x504b;

  private Tars() {}

  static Reply of(Path archive) {
    return switch (magic(archive)) {
      case GZIP -> new Reply.Streamed(200, TYPE, -1, out -> inflate(archive, out));
      case ZIP -> new Reply.Streamed(200, TYPE, -1, out -> repack(archive, out));
      default -> new Reply.Streamed(200, TYPE, size(archive), out -> Files.copy(archive, out));
    };
  }

  /// A tar that holds config.yaml alone.
  static Reply ofConfig(Deployment.Source source) {
    String raw = source.rawConfig();
    String text = raw == null ? YamlText.write(Json.plain(Json.stored(source.config()))) : raw;
    byte[] bytes = text.getBytes(UTF_8);
    return new Reply.Streamed(
        200,
        TYPE,
        -1,
        out -> {
          try (var tar = new TarArchiveOutputStream(out)) {
            var entry = new TarArchiveEntry("config.yaml");
            entry.setSize(bytes.length);
            tar.putArchiveEntry(entry);
            tar.write(bytes);
            tar.closeArchiveEntry();
          }
        });
  }

  private static void inflate(Path archive, OutputStream out) throws IOException {
    try (var in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
      in.transferTo(out);
    }
  }

  private static void repack(Path archive, OutputStream out) throws IOException {
    try (var zip = new ZipFile(archive.toFile());
        var tar = new TarArchiveOutputStream(out)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (ZipEntry from : Collections.list(zip.entries())) {
        var entry = new TarArchiveEntry(from.getName());
        if (from.isDirectory()) {
          tar.putArchiveEntry(entry);
        } else {
          entry.setSize(from.getSize());
          tar.putArchiveEntry(entry);
          try (var in = zip.getInputStream(from)) {
            in.transferTo(tar);
          }
        }
        tar.closeArchiveEntry();
      }
    }
  }

  private static int magic(Path archive) {
    try (var in = Files.newInputStream(archive)) {
      return in.read() << 8 | in.read();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read an archive", e);
    }
  }

  private static long size(Path archive) {
    try {
      return Files.size(archive);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read an archive", e);
    }
  }
}
