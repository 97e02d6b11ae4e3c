package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each rule of the house finds a bad sample, at its line, and passes a good one.
class TidyRulesTest {
  private static final String DOMAIN = "domain/src/main/java/dev/slipway/domain/Sample.java";
  private static final String ENGINE = "engine/src/main/java/dev/slipway/engine/Sample.java";
  private static final String STORE = "store/src/main/java/dev/slipway/store/Sample.java";
  private static final String APP = "app/src/main/java/dev/slipway/app/Sample.java";
  private static final String STORE_TEST = "store/src/test/java/dev/slipway/store/SampleTest.java";

  @Test
  void anArrowTheWrongWayIsFound() {
    Function<SourceFile, Stream<Finding>> rule = ArrowRules::arrows;
    assertThat(lines(rule, DOMAIN, "\nimport dev.slipway.engine.Store;")).containsExactly(2);
    assertThat(lines(rule, STORE, "dev.slipway.gateway.Forwarder f;")).containsExactly(1);
    assertThat(lines(rule, STORE, "import dev.slipway.testkit.ManualTime;")).containsExactly(1);
    assertThat(lines(rule, "cli/src/main/java/dev/slipway/cli/A.java", "dev.slipway.engine.X x;"))
        .containsExactly(1);
    assertThat(lines(rule, "new/src/main/java/dev/slipway/new/A.java", "")).containsExactly(1);
    assertThat(lines(rule, STORE, "import dev.slipway.domain.Split; // dev.slipway.app")).isEmpty();
    assertThat(lines(rule, STORE_TEST, "import dev.slipway.testkit.ManualTime;")).isEmpty();
    assertThat(lines(rule, APP, "import dev.slipway.gateway.Forwarder;")).isEmpty();
  }

  @Test
  void aForeignImportOfTheDomainIsFound() {
    Function<SourceFile, Stream<Finding>> rule = ArrowRules::domainImports;
    assertThat(lines(rule, DOMAIN, "import java.util.List;\nimport org.slf4j.Logger;"))
        .containsExactly(2);
    assertThat(lines(rule, DOMAIN, "import static javax.naming.Context.X;")).containsExactly(1);
    assertThat(lines(rule, DOMAIN, "import org.jspecify.annotations.Nullable;")).isEmpty();
  }

  @Test
  void aPackageBesideTheModulesOwnIsFound() {
    assertThat(lines(ArrowRules::packages, STORE, "package dev.slipway.store.sql;"))
        .containsExactly(1);
    assertThat(lines(ArrowRules::packages, STORE, "package dev.slipway.store;")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Instant.now()",
        "Instant::now",
        "Clock.systemUTC()",
        "InstantSource.system()",
        "System.currentTimeMillis()",
        "System::currentTimeMillis",
        "Thread.sleep(1)",
        "new Random()",
        "UUID.randomUUID()"
      })
  void timeOrRandomnessThatIsNotHandedInIsFound(String call) {
    Function<SourceFile, Stream<Finding>> rule = CodeRules::hiddenInputs;
    assertThat(lines(rule, STORE, "int a;\nf(" + call + ");")).containsExactly(2);
    assertThat(lines(rule, STORE, "// " + call + "\nString s = \"" + call + "\";")).isEmpty();
    assertThat(lines(rule, APP, "f(" + call + ");")).isEmpty();
    assertThat(lines(rule, STORE_TEST, "f(" + call + ");")).isEmpty();
  }

  @Test
  void aReadingOfTheNanoClockIsFound() {
    assertThat(lines(CodeRules::nanoClock, STORE, "long t = System.nanoTime();"))
        .containsExactly(1);
    assertThat(lines(CodeRules::nanoClock, STORE, "f(System::nanoTime);")).containsExactly(1);
    assertThat(lines(CodeRules::nanoClock, APP, "f(System::nanoTime);")).isEmpty();
  }

  @Test
  void aDefaultCaseIsFound() {
    String text = "switch (x) {\n  case 1 -> {}\n  default -> {}\n}";
    assertThat(lines(CodeRules::defaultCases, DOMAIN, text)).containsExactly(3);
    assertThat(lines(CodeRules::defaultCases, ENGINE, "default: break;")).containsExactly(1);
    assertThat(lines(CodeRules::defaultCases, DOMAIN, "default void f() {}")).isEmpty();
    assertThat(lines(CodeRules::defaultCases, STORE, text)).isEmpty();
  }

  @Test
  void aSkippedTestIsFound() {
    Function<SourceFile, Stream<Finding>> rule = CodeRules::skippedTests;
    assertThat(lines(rule, STORE_TEST, "@Test\n@Disabled void f() {}")).containsExactly(2);
    assertThat(lines(rule, STORE_TEST, "@DisabledOnOs(WINDOWS)")).containsExactly(1);
    assertThat(lines(rule, STORE_TEST, "assumeTrue(false);")).containsExactly(1);
    assertThat(lines(rule, STORE_TEST, "import org.junit.jupiter.api.Assumptions;"))
        .containsExactly(1);
    assertThat(lines(rule, STORE_TEST, "assertTrue(true);")).isEmpty();
  }

  @Test
  void printingIsFound() {
    assertThat(lines(CodeRules::printing, STORE, "System.out.println(1);")).containsExactly(1);
    assertThat(lines(CodeRules::printing, STORE, "f(System.err);")).containsExactly(1);
    assertThat(lines(CodeRules::printing, APP, "System.out.println(1);")).isEmpty();
  }

  @Test
  void aLongFileIsFound() {
    assertThat(lines(ShapeRules::longFiles, STORE, "//\n".repeat(400))).isEmpty();
    assertThat(lines(ShapeRules::longFiles, STORE, "//\n".repeat(401))).containsExactly(401);
    assertThat(lines(ShapeRules::longFiles, STORE_TEST, "//\n".repeat(401))).containsExactly(401);
  }

  @Test
  void theMedianIsTheMiddleMainFile() {
    assertThat(ShapeRules.medianMainLines(new SourceTree(List.of()))).isZero();
    var tree =
        new SourceTree(
            List.of(
                SourceFile.of(STORE, "//\n".repeat(90)),
                SourceFile.of(DOMAIN, "//\n".repeat(10)),
                SourceFile.of(ENGINE, "//\n".repeat(30)),
                SourceFile.of(STORE_TEST, "//\n"),
                SourceFile.of(STORE.replace("Sample", "package-info"), "//\n")));
    assertThat(ShapeRules.medianMainLines(tree)).isEqualTo(30);
  }

  @Test
  void aPackageThatIsNotNullMarkedIsFound() {
    SourceFile sample = SourceFile.of(STORE_TEST, "class SampleTest {}");
    String info = STORE.replace("Sample", "package-info");
    SourceFile bare = SourceFile.of(info, "// @NullMarked\npackage dev.slipway.store;");
    SourceFile marked = SourceFile.of(info, "@NullMarked\npackage dev.slipway.store;");
    assertThat(ShapeRules.packagesNotNullMarked(new SourceTree(List.of(sample)))).hasSize(1);
    assertThat(ShapeRules.packagesNotNullMarked(new SourceTree(List.of(sample, bare)))).hasSize(1);
    assertThat(ShapeRules.packagesNotNullMarked(new SourceTree(List.of(sample, marked)))).isEmpty();
  }

  @Test
  void unfinishedWorkIsFound() {
    assertThat(lines(TextRules::unfinished, STORE, "\n// TO" + "DO later")).containsExactly(2);
    assertThat(lines(TextRules::unfinished, "tools/x", "# FIX" + "ME")).containsExactly(1);
    assertThat(lines(TextRules::unfinished, STORE, "var mastodon = 1;")).isEmpty();
  }

  @Test
  void aPathOfOneMachineIsFound() {
    Function<SourceFile, Stream<Finding>> rule = TextRules::machinePaths;
    assertThat(lines(rule, "docs/a.md", "see /wor" + "k/shared/x")).containsExactly(1);
    assertThat(lines(rule, "docs/a.md", "in (/ro" + "ot/.m2)")).containsExactly(1);
    assertThat(lines(rule, "docs/a.md", "\n/tmp/bash_" + "jobs.0/x")).containsExactly(2);
    assertThat(lines(rule, "docs/a.md", "the route /v1/wor" + "k/items and target/wor" + "k/a"))
        .isEmpty();
  }

  @Test
  void aTabOrABlankAtTheEndIsFound() {
    assertThat(lines(TextRules::untidyLines, "pom.xml", "<a>\n\t<b/>")).containsExactly(2);
    assertThat(lines(TextRules::untidyLines, "mvnw", "echo \necho")).containsExactly(1);
    assertThat(lines(TextRules::untidyLines, "mvnw", "echo\r\n echo")).containsExactly(1);
    assertThat(lines(TextRules::untidyLines, "mvnw", "  echo\n\n")).isEmpty();
  }

  private static List<Integer> lines(
      Function<SourceFile, Stream<Finding>> rule, String path, String text) {
    return rule.apply(SourceFile.of(path, text)).map(Finding::line).toList();
  }
}
