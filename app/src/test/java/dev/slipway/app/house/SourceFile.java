package dev.slipway.app.house;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One text file of the repository; `path` is relative to the repository's root, with slashes.
record SourceFile(String path, String text) {
  private static final Pattern PLACE =
      Pattern.compile("([a-z]+)/src/(main|test)/java/dev/slipway/.*\\.java");

  boolean isJava() {
    return path.endsWith(".java");
  }

  /// Whether it is Java of one of the modules' main source trees.
  boolean isMain() {
    return isJava() && path.contains("/src/main/");
  }

  /// The module's name; for a file outside of the modules' Java, the empty string.
  String module() {
    Matcher m = PLACE.matcher(path);
    return m.matches() ? m.group(1) : "";
  }

  boolean isIn(String... modules) {
    return Stream.of(modules).anyMatch(module()::equals);
  }

  /// The path without the file's name, with a slash at its end.
  String folder() {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /// The file's name without its folder and its ending.
  String name() {
    String name = path.substring(folder().length());
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /// The lines, without their line feeds; a carriage return stays and is seen.
  List<String> lines() {
    List<String> lines = List.of(text.split("\n", -1));
    return text.endsWith("\n") ? lines.subList(0, lines.size() - 1) : lines;
  }

  /// A finding for each line that holds a match of `pattern`.
  Stream<Finding> inLines(Pattern pattern, String what) {
    List<String> lines = lines();
    return IntStream.range(0, lines.size())
        .filter(i -> pattern.matcher(lines.get(i)).find())
        .mapToObj(i -> new Finding(path, i + 1, what));
  }
}
