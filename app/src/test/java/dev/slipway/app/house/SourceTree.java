package dev.slipway.app.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The repository's text files: the tracked ones and the new ones that are not ignored; where there
/// is no git, all that are not built.
record SourceTree(List<SourceFile> files) {
  private static final Set<String> BUILT = Set.of("target", ".git", ".slipway", ".idea", ".vscode");

  static SourceTree ofRepository() throws IOException {
    Path root = root();
    List<String> paths = Files.exists(root.resolve(".git")) ? listed(root) : walked(root);
    var files = new ArrayList<SourceFile>();
    for (String path : paths) {
      Path file = root.resolve(path);
      if (Files.isRegularFile(file)) {
        byte[] bytes = Files.readAllBytes(file);
        if (isText(bytes)) {
          files.add(new SourceFile(path, new String(bytes, StandardCharsets.UTF_8)));
        }
      }
    }
    return new SourceTree(List.copyOf(files));
  }

  /// The first folder from the module's upwards that holds the build's start script.
  private static Path root() {
    Path dir = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    for (Path at = dir; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("mvnw"))) {
        return at;
      }
    }
    throw new IllegalStateException("no mvnw in " + dir + " or above (expected: the repository)");
  }

  private static List<String> listed(Path root) throws IOException {
    Process git =
        new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (out.isEmpty()) {
      throw new IllegalStateException("git lists no file in " + root + " (expected: the sources)");
    }
    return Stream.of(out.split("\0")).distinct().toList();
  }

  private static List<String> walked(Path root) throws IOException {
    var paths = new ArrayList<String>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return BUILT.contains(dir.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            paths.add(root.relativize(file).toString().replace('\\', '/'));
            return FileVisitResult.CONTINUE;
          }
        });
    return paths;
  }

  private static boolean isText(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        return false;
      }
    }
    return true;
  }
}
