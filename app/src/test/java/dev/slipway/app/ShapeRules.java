package dev.slipway.app;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How long files and methods may be, and what each package states.
final class ShapeRules {
  static final int METHOD_LINES = 70;
  static final int FILE_LINES = 400;
  static final int MEDIAN_MAIN_LINES = 80;

  private static final String PACKAGE_INFO = "package-info.java";
  private static final Pattern NULL_MARKED = Pattern.compile("@NullMarked\\s+package\\b");

  private ShapeRules() {}

  static Stream<Finding> longMethods(SourceFile file) {
    return !file.isJava()
        ? Stream.empty()
        : Methods.in(file).stream()
            .filter(span -> span.length() > METHOD_LINES)
            .map(span ->
                new Finding(
                    file.path(),
                    span.first(),
                    "a method of %d lines (expected: at most %d)"
                        .formatted(span.length(), METHOD_LINES)));
  }

  static Stream<Finding> longFiles(SourceFile file) {
    int lines = file.lines().size();
    return file.isJava() && lines > FILE_LINES
        ? Stream.of(
            new Finding(
                file.path(),
                lines,
                "a file of %d lines (expected: at most %d)".formatted(lines, FILE_LINES)))
        : Stream.empty();
  }

  /// The median length of the main files, package-infos aside; 0 where there are none.
  static int medianMainLines(SourceTree tree) {
    List<Integer> lengths =
        tree.main()
            .filter(file -> !file.path().endsWith(PACKAGE_INFO))
            .map(file -> file.lines().size())
            .sorted()
            .toList();
    return lengths.isEmpty() ? 0 : lengths.get(lengths.size() / 2);
  }

  static Stream<Finding> packagesNotNullMarked(SourceTree tree) {
    Set<String> marked =
        tree.java()
            .filter(file -> file.path().endsWith(PACKAGE_INFO))
            .filter(file -> NULL_MARKED.matcher(file.code()).find())
            .map(file -> mainFolder(file.path()))
            .collect(Collectors.toSet());
    return tree.java()
        .filter(file -> !file.module().isEmpty())
        .map(file -> mainFolder(file.path()))
        .distinct()
        .filter(folder -> !marked.contains(folder))
        .map(folder -> new Finding(folder + PACKAGE_INFO, 1, "does not state @NullMarked"));
  }

  /// The folder of the package's main sources, also for a test's path.
  private static String mainFolder(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1).replace("/src/test/", "/src/main/");
  }
}
