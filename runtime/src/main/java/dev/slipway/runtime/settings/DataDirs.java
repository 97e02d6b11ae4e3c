package dev.slipway.runtime.settings;

import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.DiskSpace;
import dev.slipway.engine.port.disk.StorageFault;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The directories below the server's data directory that this runtime reads and writes.
public record DataDirs(Path root) {
  /// Ids become file names, so nothing else is one.
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  public DataDirs {
    root = root.toAbsolutePath().normalize();
  }

  public void create() {
    try {
      for (var dir :
          new Path[] {replicas(), artifacts(), uploads(), logs(), environments(), dynamic()}) {
        Files.createDirectories(dir);
      }
    } catch (IOException e) {
      throw new RuntimeFailure("cannot create the directories of the runtime below " + root, e);
    }
  }

  /// Why a file could not be written or read, in words for an operator, with a full stop.
  public String why(IOException failure) {
    var fault = StorageFault.of(failure);
    return fault == null ? failure.getMessage() + "." : fault.sentences(space());
  }

  /// The room on the disk; where the system does not say, there is enough.
  private DiskSpace space() {
    try {
      return DiskSpace.of(root, Files.getFileStore(root));
    } catch (IOException e) {
      return Disk.UNWATCHED.space();
    }
  }

  public Path replicas() {
    return root.resolve("replicas");
  }

  public Path artifacts() {
    return root.resolve("artifacts");
  }

  Path uploads() {
    return root.resolve("uploads");
  }

  Path logs() {
    return root.resolve("logs");
  }

  /// Python environments, shared by artifacts.
  public Path environments() {
    return root.resolve("environments");
  }

  /// Files that running Truss models read, a directory for each deployment.
  Path dynamic() {
    return root.resolve("dynamic");
  }

  public Path dynamic(String deployment) {
    return dynamic().resolve(checked(deployment));
  }

  /// Programs of this runtime's own that replicas and builds run.
  public Path scripts() {
    return root.resolve("scripts");
  }

  public Path artifact(String id) {
    return artifacts().resolve(checked(id));
  }

  public Path replica(String id) {
    return replicas().resolve(checked(id) + ".json");
  }

  public Path logs(String deployment) {
    return logs().resolve(checked(deployment));
  }

  /// @return null: the key leads out of the uploads
  @Nullable
  public Path upload(String key) {
    var path = uploads().resolve(key).normalize();
    return path.startsWith(uploads()) && !path.equals(uploads()) ? path : null;
  }

  public static String checked(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("id \"" + id + "\" (expected: " + ID.pattern() + ")");
    }
    return id;
  }

  /// Removes a file or a whole directory; links are removed, not followed.
  public static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attrs)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
