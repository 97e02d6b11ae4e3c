package dev.slipway.cli.push;

import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.FileErrors;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/// Packs a model directory as a gzipped tar. What is in it is written as a stream, in the order of
/// names; links stay links and must lead to something inside.
final class Archive {
  /// The most entries of one archive.
  static final int MAX_ENTRIES = 100_000;

  /// The most bytes that go into one archive, before they are packed: 8 GiB.
  static final long MAX_BYTES = 8L << 30;

  private static final int EXECUTABLE = 0100755;
  private static final int PLAIN = 0100644;

  private final Path root;
  private final long maxBytes;
  private final TarArchiveOutputStream tar;
  private final IgnoreRules rules;
  private final List<LeftOut> leftOut = new ArrayList<>();
  private int entries;
  private long bytes;

  private Archive(Path root, long maxBytes, TarArchiveOutputStream tar) {
    this.root = root;
    this.maxBytes = maxBytes;
    this.tar = tar;
    this.rules = new IgnoreRules(root);
  }

  /// What was packed.
  ///
  /// @param entries files, links and directories
  /// @param bytes of the files, before packing
  /// @param leftOut what stayed here, in the order of names
  record Packed(int entries, long bytes, List<LeftOut> leftOut) {}

  /// A file, link or directory that did not travel.
  ///
  /// @param path in the model directory; that of a directory ends with a slash
  /// @param reason a clause
  record LeftOut(String path, String reason) {}

  static Packed pack(Path directory, Path file) {
    return pack(directory, file, MAX_BYTES);
  }

  /// @param file where the archive is written to
  /// @param maxBytes as [#MAX_BYTES]
  static Packed pack(Path directory, Path file, long maxBytes) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        var gzip = new GzipCompressorOutputStream(out);
        var tar = new TarArchiveOutputStream(gzip, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      var archive = new Archive(directory.toRealPath(), maxBytes, tar);
      archive.addAll(archive.root);
      return new Packed(archive.entries, archive.bytes, List.copyOf(archive.leftOut));
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, directory + " cannot be packed: " + FileErrors.of(e) + ".", e);
    }
  }

  private void addAll(Path directory) throws IOException {
    List<Path> children;
    try (Stream<Path> found = Files.list(directory)) {
      children = found.sorted().toList();
    }
    for (Path child : children) {
      String reason = rules.reason(child);
      if (reason == null) {
        add(child);
      } else {
        boolean below = Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
        leftOut.add(new LeftOut(inside(child) + (below ? "/" : ""), reason));
      }
    }
  }

  private String inside(Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  private void add(Path path) throws IOException {
    if (++entries > MAX_ENTRIES) {
      throw Failure.usage(
          root + " has more than " + MAX_ENTRIES + " files (expected: a model directory).");
    }
    String inside = inside(path);
    var attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isSymbolicLink()) {
      addLink(path, inside);
    } else if (attributes.isDirectory()) {
      var entry = new TarArchiveEntry(inside + "/");
      entry.setLastModifiedTime(attributes.lastModifiedTime());
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
      addAll(path);
    } else if (attributes.isRegularFile()) {
      addFile(path, inside, attributes);
    } else {
      throw Failure.usage(path + " is neither a file nor a directory nor a link; leave it out.");
    }
  }

  private void addFile(Path path, String inside, BasicFileAttributes attributes)
      throws IOException {
    bytes += attributes.size();
    if (bytes > maxBytes) {
      throw Failure.usage(
          root
              + " holds more than "
              + maxBytes
              + " bytes (expected: at most that; fetch large weights when the model starts).");
    }
    var entry = new TarArchiveEntry(inside);
    entry.setSize(attributes.size());
    entry.setMode(Files.isExecutable(path) ? EXECUTABLE : PLAIN);
    entry.setLastModifiedTime(attributes.lastModifiedTime());
    tar.putArchiveEntry(entry);
    Files.copy(path, tar);
    tar.closeArchiveEntry();
  }

  private void addLink(Path path, String inside) throws IOException {
    Path target = Files.readSymbolicLink(path);
    Path real;
    try {
      real = path.toRealPath();
    } catch (IOException e) {
      throw new Failure(
          Exit.USAGE, path + " is a link to " + target + ", which is not there; remove it.", e);
    }
    if (target.isAbsolute() || !real.startsWith(root)) {
      throw Failure.usage(
          path
              + " is a link to "
              + target
              + ", outside of the model directory (expected: a relative link to something in it;"
              + " copy the file in its place).");
    }
    if (!real.equals(root) && rules.leavesOut(real)) {
      throw Failure.usage(
          path + " is a link to " + target + ", which is left out of archives; remove it.");
    }
    var entry = new TarArchiveEntry(inside, TarConstants.LF_SYMLINK);
    entry.setLinkName(target.toString().replace('\\', '/'));
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }
}
