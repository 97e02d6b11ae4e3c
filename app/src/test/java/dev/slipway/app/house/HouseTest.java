package dev.slipway.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rules of the house, on the house. `PlantedBreachTest` and `PlantedSourcesTest` prove each
/// rule on a breach.
class HouseTest {
  /// A step of a path in ARCHITECTURE.md: its number, a module, a class.
  private static final Pattern STEP = Pattern.compile("(?m)^\\d+\\. [a-z]+ `(\\w+)");

  private static final String ROOT = "dev.slipway";
  private static final BytecodeRules RULES = new BytecodeRules(ROOT);

  private static List<SourceFile> files = List.of();
  private static List<JavaFile> java = List.of();
  private static JavaClasses classes = new ClassFileImporter().importClasses();

  @BeforeAll
  static void readTheHouse() throws IOException {
    files = SourceTree.ofRepository().files();
    java = JavaFile.parse(files);
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
  }

  @Test
  void theRepositoryIsTheOneThatIsRead() {
    assertThat(files)
        .extracting(SourceFile::path)
        .contains("mvnw", "engine/src/main/java/dev/slipway/engine/package-info.java");
    assertThat(files)
        .extracting(SourceFile::path)
        .anyMatch(path -> path.endsWith("/" + HouseTest.class.getSimpleName() + ".java"));
  }

  /// So that no rule on bytecode passes because a module was not there to be judged.
  @Test
  void theClassesOfEveryMainSourceAreJudgedAndNoOthers() {
    Set<String> compiled =
        classes.stream()
            .map(c ->
                c.getPackageName() + "/" + c.getSource().orElseThrow().getFileName().orElseThrow())
            .collect(Collectors.toSet());
    Set<String> written =
        java.stream()
            .filter(file -> file.file().isMain() && !file.file().module().isEmpty())
            .map(file ->
                file.unit().getPackageName()
                    + file.file().path().substring(file.file().folder().length() - 1))
            .collect(Collectors.toSet());
    assertThat(compiled).as("stale classes go with ./mvnw clean").isEqualTo(written);
    assertThat(FollowArrows.ARROWS.keySet())
        .allSatisfy(
            module -> assertThat(compiled).anyMatch(c -> c.startsWith(ROOT + "." + module)));
  }

  @Test
  void modulesNameOnlyWhatTheirArrowsLeadTo() {
    RULES.arrows().check(classes);
  }

  @Test
  void theDomainDependsOnlyOnTheJdkAndJspecify() {
    RULES.domainStandsAlone().check(classes);
  }

  @Test
  void aPackageStandsInItsFolderAndInItsModule() {
    assertNone(SourceRules::packages);
  }

  @Test
  void timeAndRandomnessAreHandedIn() {
    RULES.timeAndRandomnessAreHandedIn().check(classes);
  }

  @Test
  void theNanoClockIsReadOnlyWhereAReasonIsGiven() {
    RULES.nanoClock().check(classes);
    assertThat(classes)
        .extracting(BytecodeRules::outermost)
        .containsAll(BytecodeRules.NANO_CLOCK_READERS.keySet());
  }

  @Test
  void recordsHaveFewComponentsUnlessAReasonIsGiven() {
    RULES.recordsAreShort().check(classes);
    assertThat(classes)
        .filteredOn(c -> c.isRecord())
        .extracting(c -> c.getSimpleName())
        .containsAll(BytecodeRules.LONG_RECORDS.keySet());
  }

  @Test
  void switchesOfTheDomainAndTheEngineNameEveryCase() {
    assertNone(SourceRules::defaultCases);
  }

  @Test
  void noTestIsSkipped() {
    assertNone(SourceRules::skippedTests);
  }

  @Test
  void noTestTakesAMissingFieldForADefault() {
    assertNone(SourceRules::lenientReads);
  }

  @Test
  void onlyTheCommandLinePrints() {
    RULES.printing().check(classes);
  }

  @Test
  void methodsFitOnAPage() {
    assertNone(SourceRules::longMethods);
  }

  @Test
  void filesAreShort() {
    assertNone(SourceRules::longFiles);
  }

  @Test
  void packagesFormNoCircle() {
    RULES.noCircle().check(classes);
  }

  @Test
  void loggersAreNamedAsConstants() {
    RULES.loggers().check(classes);
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() {
    assertThat(SourceRules.packagesWithoutInfo(files)).isEmpty();
  }

  @Test
  void noPackageHasTooManyFiles() {
    RULES.roomsHaveAtMost(BytecodeRules.MOST_FILES).check(classes);
  }

  @Test
  void aSimpleNameStandsOnceInTheHouse() {
    RULES.namesStandOnce().check(classes);
  }

  @Test
  void oneCancelIsAtMostFourteenFilesThatAreThere() {
    String text = text("ARCHITECTURE.md");
    int begin = text.indexOf("## One cancel");
    String path = text.substring(begin, text.indexOf("\n## ", begin));
    List<String> named = STEP.matcher(path).results().map(m -> m.group(1)).toList();
    assertThat(named).hasSizeBetween(10, 14).doesNotHaveDuplicates();
    assertThat(named)
        .allSatisfy(name ->
            assertThat(files).filteredOn(f -> f.isMain() && f.name().equals(name)).hasSize(1));
  }

  private static String text(String path) {
    return files.stream()
        .filter(f -> f.path().equals(path))
        .map(SourceFile::text)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void nothingIsLeftUnfinished() {
    assertThat(files.stream().flatMap(TextRules::unfinished)).isEmpty();
  }

  @Test
  void noFileNamesAPathOfOneMachine() {
    assertThat(files.stream().flatMap(TextRules::machinePaths)).isEmpty();
  }

  @Test
  void noLineHoldsATabOrEndsWithABlank() {
    assertThat(files.stream().flatMap(TextRules::untidyLines)).isEmpty();
  }

  private static void assertNone(Function<JavaFile, Stream<Finding>> rule) {
    assertThat(java.stream().flatMap(rule)).isEmpty();
  }
}
