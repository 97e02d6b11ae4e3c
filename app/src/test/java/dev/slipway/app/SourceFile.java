package dev.slipway.app;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One text file of the repository. `path` is relative to the repository's root, with slashes;
/// `code` is `text` with comments and the insides of literals blanked out, at the same offsets.
record SourceFile(String path, String text, String code) {
  private static final Pattern PLACE =
      Pattern.compile("([a-z]+)/src/(main|test)/java/dev/slipway/([a-z]+)/\\w[-\\w]*\\.java");

  static SourceFile of(String path, String text) {
    return new SourceFile(path, text, path.endsWith(".java") ? JavaText.blank(text) : text);
  }

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

  /// The lines, without their line feeds; a carriage return stays and is seen.
  List<String> lines() {
    List<String> lines = List.of(text.split("\n", -1));
    return text.endsWith("\n") ? lines.subList(0, lines.size() - 1) : lines;
  }

  /// A finding for each match of `pattern` in the code, comments and literals left out.
  Stream<Finding> inCode(Pattern pattern, String what) {
    return pattern.matcher(code).results().map(m -> new Finding(path, lineAt(m.start()), what));
  }

  /// A finding for each line whose text, comments and all, holds a match of `pattern`.
  Stream<Finding> inLines(Pattern pattern, String what) {
    List<String> lines = lines();
    return IntStream.range(0, lines.size())
        .filter(i -> pattern.matcher(lines.get(i)).find())
        .mapToObj(i -> new Finding(path, i + 1, what));
  }

  /// The number of the line, from 1, that holds the character at `offset`.
  int lineAt(int offset) {
    return 1 + (int) code.substring(0, offset).chars().filter(c -> c == '\n').count();
  }
}
