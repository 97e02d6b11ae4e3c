package dev.slipway.cli.demo;

import dev.slipway.cli.host.Failure;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the examples that ship with the program.
final class ExamplesDirectory {
  private static final String NAME = "examples";

  private ExamplesDirectory() {}

  /// @param named null: looked for here, then around the jar
  static Path find(@Nullable Path named) {
    List<Path> candidates = named == null ? places() : List.of(named);
    for (Path place : candidates) {
      if (Files.isDirectory(place.resolve("digits"))) {
        return place.toAbsolutePath().normalize();
      }
    }
    throw Failure.usage(
        "There is no directory digits in "
            + candidates.getFirst()
            + ". Name the examples' directory with --examples DIR.");
  }

  private static List<Path> places() {
    var places = new ArrayList<Path>();
    places.add(Path.of(NAME));
    CodeSource source = ExamplesDirectory.class.getProtectionDomain().getCodeSource();
    if (source != null) {
      try {
        // Beside the jar where it was installed; two levels up where it was built.
        Path above = Path.of(source.getLocation().toURI()).getParent();
        for (int level = 0; above != null && level < 3; level++) {
          places.add(above.resolve(NAME));
          above = above.getParent();
        }
      } catch (URISyntaxException _) {
        // Not on a disk: there is nothing beside it.
      }
    }
    return places;
  }
}
