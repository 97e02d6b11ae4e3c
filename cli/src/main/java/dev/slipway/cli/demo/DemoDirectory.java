package dev.slipway.cli.demo;

import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.FileErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The demo's data directory: one that was named, or a new one that is deleted in the end.
record DemoDirectory(Path path, boolean passing) implements AutoCloseable {

  /// @param named null: a new one
  /// @param keep do not delete it
  static DemoDirectory of(@Nullable Path named, boolean keep) {
    try {
      if (named != null) {
        return new DemoDirectory(Files.createDirectories(named.toAbsolutePath()), false);
      }
      return new DemoDirectory(Files.createTempDirectory("slipway-demo-"), !keep);
    } catch (IOException e) {
      throw new Failure(
          Exit.FAILED, "The data directory cannot be made: " + FileErrors.of(e) + ".", e);
    }
  }

  @Override
  public void close() {
    if (!passing) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path p : deepestFirst) {
        Files.deleteIfExists(p);
      }
    } catch (IOException e) {
      throw new Failure(
          Exit.FAILED, "The data directory " + path + " could not be deleted whole.", e);
    }
  }
}
