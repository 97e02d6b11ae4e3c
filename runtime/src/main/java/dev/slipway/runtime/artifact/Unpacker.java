package dev.slipway.runtime.artifact;

import dev.slipway.runtime.artifact.ArchiveReader.Entry;
import dev.slipway.runtime.artifact.ArchiveReader.Kind;
import dev.slipway.runtime.settings.RuntimeSettings.ArchiveLimits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/// Unpacks one untrusted archive into an empty directory. Links are made last, so that no file is
/// ever written through one; then each must lead to something inside the directory.
final class Unpacker {
  private static final int SET_ID_BITS = 06000;
  private static final int EXECUTE_BITS = 0111;
  private static final int NAME_LENGTH = 255;
  private static final String CONFIG = "config.yaml";

  private final Path root;
  private final ArchiveLimits limits;
  private final Map<Path, String> links = new LinkedHashMap<>();
  private int entries;
  private long bytes;

  private Unpacker(Path root, ArchiveLimits limits) {
    this.root = root;
    this.limits = limits;
  }

  /// @param into an empty directory
  /// @return the directory of the model: `into`, or the one directory in it that holds everything
  /// @throws RefusedArchive where it breaks a rule
  static Path unpack(Path archive, Path into, ArchiveLimits limits) throws IOException {
    var unpacker = new Unpacker(into.toRealPath(), limits);
    try (var source = ArchiveReader.open(archive)) {
      for (var e = source.next(); e != null; e = source.next()) {
        unpacker.add(e, source);
      }
    } catch (FileAlreadyExistsException e) {
      throw new RefusedArchive("The archive uses one name for a file and for a directory.");
    }
    unpacker.makeLinks();
    return unpacker.model();
  }

  private void add(Entry e, ArchiveReader source) throws IOException {
    if (++entries > limits.entries()) {
      throw new RefusedArchive("The archive has more than " + limits.entries() + " entries.");
    }
    var target = target(e.name());
    if ((e.mode() & SET_ID_BITS) != 0 && !(e.kind() instanceof Kind.Directory)) {
      throw refused(e.name(), "has the set-user-id or set-group-id bit; remove it (chmod ug-s)");
    }
    switch (e.kind()) {
      case Kind.Directory _ -> Files.createDirectories(target);
      case Kind.PlainFile _ -> {
        try (var content =
            source instanceof ArchiveReader.Zip ? source.content() : keepOpen(source)) {
          write(target, content, e.mode());
        }
      }
      case Kind.HardLink(var original) -> copy(target, e.name(), target(original));
      case Kind.SymLink(var pointsTo) -> {
        if (links.put(target, pointsTo) != null) {
          throw refused(e.name(), "is there twice");
        }
      }
      case Kind.Other _ -> throw refused(e.name(), "is a device, pipe or socket; leave it out");
    }
  }

  /// A tar stream is one stream for all entries.
  private static InputStream keepOpen(ArchiveReader source) throws IOException {
    return new FilterInputStream(source.content()) {
      @Override
      public void close() {}
    };
  }

  private Path target(String name) throws RefusedArchive {
    var shown = shown(name);
    if (name.length() > limits.pathLength()) {
      throw refused(shown, "has a name of more than " + limits.pathLength() + " characters");
    }
    if (name.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
      throw refused(shown, "has a name that is absolute or holds a backslash or NUL");
    }
    for (var part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw refused(shown, "has a name that leads out of the archive (\"..\")");
      }
      if (part.length() > NAME_LENGTH) {
        throw refused(shown, "has a part of more than " + NAME_LENGTH + " characters");
      }
    }
    try {
      return root.resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw refused(shown, "has a name that this machine cannot store");
    }
  }

  private void write(Path target, InputStream content, int mode) throws IOException {
    if (target.equals(root)) {
      throw new RefusedArchive("The archive has a file without a name.");
    }
    Files.createDirectories(target.getParent());
    try (var out =
        Files.newOutputStream(
            target,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS)) {
      var buffer = new byte[1 << 16];
      for (var n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        bytes += n;
        if (bytes > limits.bytes()) {
          throw new RefusedArchive(
              "The archive unpacks to more than " + limits.bytes() + " bytes.");
        }
        out.write(buffer, 0, n);
      }
    }
    var executable = (mode & EXECUTE_BITS) != 0;
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private void copy(Path target, String name, Path original) throws IOException {
    if (!Files.isRegularFile(original, LinkOption.NOFOLLOW_LINKS)) {
      throw refused(name, "is a hard link to what is no earlier file of the archive");
    }
    if (original.equals(target)) {
      return;
    }
    var mode = Files.isExecutable(original) ? EXECUTE_BITS : 0;
    try (var content = Files.newInputStream(original)) {
      write(target, content, mode);
    }
  }

  private void makeLinks() throws IOException {
    for (var link : links.entrySet()) {
      var name = root.relativize(link.getKey()).toString();
      if (link.getValue().startsWith("/")) {
        throw refused(name, "is a link to an absolute path");
      }
      try {
        Files.createDirectories(link.getKey().getParent());
        Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
      } catch (FileAlreadyExistsException | InvalidPathException e) {
        throw refused(name, "is a link whose name or target cannot be used");
      }
    }
    for (var link : links.keySet()) {
      var name = root.relativize(link).toString();
      try {
        if (!link.toRealPath().startsWith(root)) {
          throw refused(name, "is a link that leads out of the archive");
        }
      } catch (RefusedArchive e) {
        throw e;
      } catch (IOException e) {
        throw refused(name, "is a link that leads to nothing in the archive");
      }
    }
  }

  private Path model() throws IOException {
    try (var top = Files.list(root)) {
      var names = top.limit(2).toList();
      var only = names.size() == 1 ? names.getFirst() : root;
      var wrapped =
          Files.isDirectory(only, LinkOption.NOFOLLOW_LINKS)
              && Files.isRegularFile(only.resolve(CONFIG));
      return wrapped ? only : root;
    }
  }

  private static RefusedArchive refused(String name, String why) {
    return new RefusedArchive("The archive's entry \"" + shown(name) + "\" " + why + ".");
  }

  private static String shown(String name) {
    var plain = name.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= 120 ? plain : plain.substring(0, 117) + "...";
  }
}
