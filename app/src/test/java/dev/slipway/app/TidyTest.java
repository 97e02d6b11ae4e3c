package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rules of the house, on the house. TidyRulesTest proves each rule on a bad sample.
class TidyTest {
  private static SourceTree tree = new SourceTree(List.of());

  @BeforeAll
  static void readTheRepository() throws IOException {
    tree = SourceTree.ofRepository();
  }

  @Test
  void theRepositoryIsTheOneThatIsRead() {
    assertThat(tree.files())
        .extracting(SourceFile::path)
        .contains(
            "mvnw",
            "app/src/test/java/dev/slipway/app/TidyTest.java",
            "domain/src/main/java/dev/slipway/domain/package-info.java");
  }

  @Test
  void modulesNameOnlyWhatTheirArrowsLeadTo() {
    assertNone(ArrowRules::arrows);
  }

  @Test
  void theDomainImportsOnlyTheJdkAndJspecify() {
    assertNone(ArrowRules::domainImports);
  }

  @Test
  void everyModuleHasOnePackageThatIsNamedAfterIt() {
    assertNone(ArrowRules::packages);
  }

  @Test
  void timeAndRandomnessAreHandedIn() {
    assertNone(CodeRules::hiddenInputs);
  }

  @Test
  void theNanoClockIsReadOnlyWhereAReasonIsGiven() {
    assertNone(CodeRules::nanoClock);
    assertThat(tree.files())
        .extracting(SourceFile::path)
        .containsAll(CodeRules.NANO_CLOCK_READERS.keySet());
  }

  @Test
  void switchesOfTheDomainAndTheEngineNameEveryCase() {
    assertNone(CodeRules::defaultCases);
  }

  @Test
  void noTestIsSkipped() {
    assertNone(CodeRules::skippedTests);
  }

  @Test
  void onlyTheCommandLinePrints() {
    assertNone(CodeRules::printing);
  }

  @Test
  void methodsFitOnAPage() {
    assertNone(ShapeRules::longMethods);
  }

  @Test
  void filesAreShort() {
    assertNone(ShapeRules::longFiles);
  }

  @Test
  void halfOfTheMainFilesAreVeryShort() {
    assertThat(ShapeRules.medianMainLines(tree)).isBetween(1, ShapeRules.MEDIAN_MAIN_LINES - 1);
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(ShapeRules.packagesNotNullMarked(tree)).isEmpty();
  }

  @Test
  void nothingIsLeftUnfinished() {
    assertNone(TextRules::unfinished);
  }

  @Test
  void noFileNamesAPathOfOneMachine() {
    assertNone(TextRules::machinePaths);
  }

  @Test
  void noLineHoldsATabOrEndsWithABlank() {
    assertNone(TextRules::untidyLines);
  }

  private static void assertNone(Function<SourceFile, Stream<Finding>> rule) {
    assertThat(tree.files().stream().flatMap(rule)).isEmpty();
  }
}
