package dev.slipway.app.house;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What may not stand in any text file.
final class TextRules {
  // Put together from halves, so that this file does not breach its own rules.
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.$}-])/(wor" + "k|ro" + "ot)/|/tmp/bash_" + "jobs");
  private static final Pattern UNTIDY = Pattern.compile("\\t|[ \\r]$");

  /// Kept to the letter as others wrote them: the Maven wrapper, licence texts and the published
  /// contract.
  private static final Pattern VERBATIM =
      Pattern.compile("\\.mvn/wrapper/mvnw|LICENSE|contract/.*|.*/(golden|vendor)/.*");

  private static final Pattern DATA = Pattern.compile(".*\\.(json|txt|csv|svg|patch|diff)");

  private TextRules() {}

  static Stream<Finding> unfinished(SourceFile file) {
    return isOwn(file) && !file.path().endsWith(".md")
        ? file.inLines(UNFINISHED, "unfinished work (expected: the work, or an issue)")
        : Stream.empty();
  }

  static Stream<Finding> machinePaths(SourceFile file) {
    return file.inLines(
        MACHINE_PATH, "a path of one machine (expected: a relative or temporary one)");
  }

  static Stream<Finding> untidyLines(SourceFile file) {
    return isOwn(file) && !DATA.matcher(file.path()).matches()
        ? file.inLines(UNTIDY, "a tab or a blank at the end of the line")
        : Stream.empty();
  }

  private static boolean isOwn(SourceFile file) {
    return !VERBATIM.matcher(file.path()).matches();
  }
}
