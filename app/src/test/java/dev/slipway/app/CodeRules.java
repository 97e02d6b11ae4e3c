package dev.slipway.app;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What may not be called or written in code.
final class CodeRules {
  /// Files that may read the nano clock themselves, each with its reason. Everything else is handed
  /// one.
  static final Map<String, String> NANO_CLOCK_READERS =
      Map.of(
          "runtime/src/main/java/dev/slipway/runtime/Ticks.java",
          "processes of the machine are waited for in its own time");

  private static final Pattern HIDDEN_INPUT =
      Pattern.compile(
          "\\bInstant\\s*(\\.now\\(|::now\\b)|\\bClock\\.system|\\bInstantSource\\.system"
              + "|\\bSystem(\\.currentTimeMillis\\(|::currentTimeMillis)"
              + "|\\bThread(\\.sleep\\(|::sleep)"
              + "|\\bnew Random\\(|\\bRandom::new|\\bUUID(\\.randomUUID\\(|::randomUUID)");

  private static final Pattern NANO_CLOCK = Pattern.compile("\\bSystem(\\.|::)nanoTime\\b");
  private static final Pattern DEFAULT_CASE = Pattern.compile("\\bdefault\\s*(->|:)");
  private static final Pattern SKIPPED =
      Pattern.compile("@Disabled|\\bassume(True|False|That|ingThat)\\b|\\bAssumptions\\b");
  private static final Pattern CONSOLE = Pattern.compile("\\bSystem\\.(out|err)\\b");

  private CodeRules() {}

  static Stream<Finding> hiddenInputs(SourceFile file) {
    return isOwnMain(file) && !file.isIn("app", "testkit")
        ? file.inCode(
            HIDDEN_INPUT,
            "reads the clock, sleeps or draws at random by itself (expected: an InstantSource or a"
                + " RandomGenerator that is handed in)")
        : Stream.empty();
  }

  static Stream<Finding> nanoClock(SourceFile file) {
    return isOwnMain(file)
            && !file.isIn("app", "testkit")
            && !NANO_CLOCK_READERS.containsKey(file.path())
        ? file.inCode(
            NANO_CLOCK,
            "reads the nano clock by itself (expected: a LongSupplier that is handed in, or a line"
                + " with the reason in CodeRules.NANO_CLOCK_READERS)")
        : Stream.empty();
  }

  static Stream<Finding> defaultCases(SourceFile file) {
    return isOwnMain(file) && file.isIn("domain", "engine")
        ? file.inCode(DEFAULT_CASE, "a default case (expected: every case by its name)")
        : Stream.empty();
  }

  static Stream<Finding> skippedTests(SourceFile file) {
    return file.isJava()
        ? file.inCode(SKIPPED, "skips a test (expected: a test that runs, or none)")
        : Stream.empty();
  }

  static Stream<Finding> printing(SourceFile file) {
    return isOwnMain(file) && !file.isIn("app", "cli")
        ? file.inCode(CONSOLE, "prints to the console (expected: a log line, or a value returned)")
        : Stream.empty();
  }

  private static boolean isOwnMain(SourceFile file) {
    return file.isMain() && !file.module().isEmpty();
  }
}
