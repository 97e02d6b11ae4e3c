package dev.slipway.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each rule of the house finds a bad sample, at its line, and passes a good one.
class PlantedSourcesTest {
  private static final String DOMAIN = "domain/src/main/java/dev/slipway/domain/Sample.java";
  private static final String ENGINE = "engine/src/main/java/dev/slipway/engine/Sample.java";
  private static final String STORE = "store/src/main/java/dev/slipway/store/Sample.java";
  private static final String STORE_TEST = "store/src/test/java/dev/slipway/store/SampleTest.java";

  @Test
  void aPackageThatDoesNotFitItsFolderOrItsModuleIsFound() {
    Function<JavaFile, Stream<Finding>> rule = SourceRules::packages;
    String room = "store/src/main/java/dev/slipway/store/sql/Sample.java";
    assertThat(lines(rule, STORE, "package dev.slipway.engine;")).containsExactly(1);
    assertThat(lines(rule, STORE, "package dev.slipway.store.sql;")).containsExactly(1);
    assertThat(lines(rule, STORE.replace("/store/S", "/cli/S"), "package dev.slipway.cli;"))
        .containsExactly(1);
    assertThat(lines(rule, STORE, "package dev.slipway.store;")).isEmpty();
    assertThat(lines(rule, room, "package dev.slipway.store.sql;")).isEmpty();
  }

  @Test
  void aDefaultCaseIsFound() {
    Function<JavaFile, Stream<Finding>> rule = SourceRules::defaultCases;
    String text = in("switch (x) {\n  case A _ -> {}\n  default -> {}\n}");
    assertThat(lines(rule, DOMAIN, text)).containsExactly(3);
    assertThat(lines(rule, ENGINE, in("switch (x) { default: break; }"))).containsExactly(1);
    assertThat(lines(rule, ENGINE, in("switch (x) { case null, default -> {} }")))
        .containsExactly(1);
    assertThat(lines(rule, DOMAIN, in("int i = switch (x) { case A -> 1; default -> 2; };")))
        .containsExactly(1);
    assertThat(lines(rule, DOMAIN, in("switch (x) { case \"A\" -> {} default -> {} }"))).isEmpty();
    assertThat(lines(rule, DOMAIN, "interface A { default void f() {} }")).isEmpty();
    assertThat(lines(rule, STORE, text)).isEmpty();
  }

  @Test
  void aSkippedTestIsFound() {
    Function<JavaFile, Stream<Finding>> rule = SourceRules::skippedTests;
    assertThat(lines(rule, STORE_TEST, "class A {\n@Test\n@Disabled void f() {}}"))
        .containsExactly(3);
    assertThat(lines(rule, STORE_TEST, "@DisabledOnOs(WINDOWS) class A {}")).containsExactly(1);
    assertThat(lines(rule, STORE_TEST, "@a.b.Disabled class A {}")).containsExactly(1);
    assertThat(lines(rule, STORE_TEST, in("assumeTrue(false);"))).containsExactly(1);
    assertThat(lines(rule, STORE_TEST, "import org.junit.jupiter.api.Assumptions;"))
        .containsExactly(1);
    assertThat(lines(rule, STORE_TEST, in("assertTrue(\"@Disabled\"); /* assumeTrue */")))
        .isEmpty();
  }

  @Test
  void aReadThatTakesAMissingFieldForADefaultIsFound() {
    for (String read :
        List.of(
            "long n = node.path(X).asLong();",
            "f(a.asInt());",
            "f(a.asString(), b.intValue());",
            "f(JsonNode::asBoolean);",
            "assertThat(a.at(X).asInt()).isZero();",
            "assertThat(a.at(X).size()).isZero();",
            "assertThat(a.path(X).isEmpty()).isTrue();",
            "f(a.at(X).asInt(0), b.intValue());",
            "assertThat(a.asString(\"\")).isEmpty();",
            "f(a.asBoolean(false));",
            "for (var each : a.path(X)) f(each);",
            "a.at(X).forEach(this::f);",
            "for (var each : a.path(X).properties()) f(each);")) {
      assertThat(lines(SourceRules::lenientReads, STORE_TEST, in("\n" + read)))
          .as(read)
          .containsExactly(2);
      assertThat(lines(SourceRules::lenientReads, STORE, in(read))).as(read).isEmpty();
    }
    for (String read :
        List.of(
            "f(a.requiredAt(X).intValue(), b.asInt(-1));",
            "assertThat(a.requiredAt(X).size()).isZero();",
            "assertThat(a).last().asString().isEmpty();",
            "f(list.isEmpty(), list.get(X).size());",
            "for (var each : a.requiredAt(X)) f(each);",
            "a.get(X).forEach(this::f);",
            "for (var each : paths.path()) f(each);")) {
      assertThat(lines(SourceRules::lenientReads, STORE_TEST, in(read))).as(read).isEmpty();
    }
  }

  @Test
  void aMethodOverThePageIsFoundAndOneOnThePageIsNot() {
    Function<JavaFile, Stream<Finding>> rule = SourceRules::longMethods;
    String fits = "\n".repeat(SourceRules.METHOD_LINES - 1);
    String tooLong = "\n".repeat(SourceRules.METHOD_LINES);
    for (String opening :
        List.of(
            "void f() {", "A() {", "static {", "Runnable r = () -> {", "@Override void f() {")) {
      String closing = opening.contains("->") ? "};\n}" : "}\n}";
      assertThat(lines(rule, STORE, "class A {\n" + opening + fits + closing)).isEmpty();
      assertThat(lines(rule, STORE, "class A {\n" + opening + tooLong + closing)).contains(2);
    }
    assertThat(lines(rule, STORE, "class A {" + tooLong + "int[] x = {" + tooLong + "};\n}"))
        .isEmpty();
  }

  @Test
  void aLongFileIsFound() {
    assertThat(lines(SourceRules::longFiles, STORE, "//\n".repeat(400))).isEmpty();
    assertThat(lines(SourceRules::longFiles, STORE, "//\n".repeat(401))).containsExactly(401);
    assertThat(lines(SourceRules::longFiles, STORE_TEST, "//\n".repeat(401))).containsExactly(401);
  }

  @Test
  void aPackageThatDoesNotSayWhatItIsForIsFound() {
    var sample = new SourceFile(STORE_TEST, "class SampleTest {}");
    assertThat(SourceRules.packagesWithoutInfo(List.of(sample))).hasSize(1);
    assertThat(withInfo(sample, "@NullMarked\npackage dev.slipway.store;")).hasSize(1);
    assertThat(withInfo(sample, "/// It keeps rows.\npackage dev.slipway.store;")).hasSize(1);
    assertThat(withInfo(sample, "/// rows\n@NullMarked\npackage dev.slipway.store;")).hasSize(1);
    assertThat(withInfo(sample, "/// It keeps\n/// rows.\n@NullMarked\npackage a;\nimport b;"))
        .isEmpty();
  }

  private static Stream<Finding> withInfo(SourceFile sample, String text) {
    String path = STORE.replace("Sample", "package-info");
    return SourceRules.packagesWithoutInfo(List.of(sample, new SourceFile(path, text)));
  }

  @Test
  void unfinishedWorkIsFound() {
    assertThat(textLines(TextRules::unfinished, STORE, "\n// TO" + "DO later")).containsExactly(2);
    assertThat(textLines(TextRules::unfinished, "tools/x", "# FIX" + "ME")).containsExactly(1);
    assertThat(textLines(TextRules::unfinished, STORE, "var mastodon = 1;")).isEmpty();
  }

  @Test
  void aPathOfOneMachineIsFound() {
    Function<SourceFile, Stream<Finding>> rule = TextRules::machinePaths;
    assertThat(textLines(rule, "docs/a.md", "see /wor" + "k/shared/x")).containsExactly(1);
    assertThat(textLines(rule, "docs/a.md", "in (/ro" + "ot/.m2)")).containsExactly(1);
    assertThat(textLines(rule, "docs/a.md", "\n/tmp/bash_" + "jobs.0/x")).containsExactly(2);
    assertThat(textLines(rule, "docs/a.md", "the route /v1/wor" + "k/items and target/wor" + "k/a"))
        .isEmpty();
  }

  @Test
  void aTabOrABlankAtTheEndIsFound() {
    assertThat(textLines(TextRules::untidyLines, "pom.xml", "<a>\n\t<b/>")).containsExactly(2);
    assertThat(textLines(TextRules::untidyLines, "mvnw", "echo \necho")).containsExactly(1);
    assertThat(textLines(TextRules::untidyLines, "mvnw", "echo\r\n echo")).containsExactly(1);
    assertThat(textLines(TextRules::untidyLines, "mvnw", "  echo\n\n")).isEmpty();
  }

  private static String in(String statements) {
    return "class A { void f() {" + statements + "}}";
  }

  private static List<Integer> lines(
      Function<JavaFile, Stream<Finding>> rule, String path, String text) {
    return JavaFile.parse(List.of(new SourceFile(path, text))).stream()
        .flatMap(rule)
        .map(Finding::line)
        .toList();
  }

  private static List<Integer> textLines(
      Function<SourceFile, Stream<Finding>> rule, String path, String text) {
    return rule.apply(new SourceFile(path, text)).map(Finding::line).toList();
  }
}
