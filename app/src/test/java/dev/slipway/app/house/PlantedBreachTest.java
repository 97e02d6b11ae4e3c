package dev.slipway.app.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.slipway.app.house.planted.app.Allowed;
import dev.slipway.app.house.planted.attic.Forgotten;
import dev.slipway.app.house.planted.domain.Backwards;
import dev.slipway.app.house.planted.domain.Chatty;
import dev.slipway.app.house.planted.engine.Port;
import dev.slipway.app.house.planted.store.Helpful;
import dev.slipway.app.house.planted.store.Lengthy;
import dev.slipway.app.house.planted.store.NanoClock;
import dev.slipway.app.house.planted.store.Sideways;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each rule on bytecode finds the breach that is planted for it, names the class and says what to
/// do, and passes what is good beside it.
class PlantedBreachTest {
  private static final String ROOT = "dev.slipway.app.house.planted";
  private static final BytecodeRules RULES = new BytecodeRules(ROOT);
  private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(ROOT);

  @Test
  void anArrowTheWrongWayIsFound() {
    ArchRule rule = RULES.arrows();
    assertBroken(rule, Backwards.class, "Port", "expected: one of [domain]", "hand in a port");
    assertBroken(rule, Sideways.class, "Allowed", "expected: one of [domain, engine, store]");
    assertBroken(rule, Forgotten.class, "expected: a line in FollowArrows");
    assertThat(findings(rule)).noneMatch(f -> f.contains("<" + Port.class.getName() + ".take"));
  }

  @Test
  void aForeignDependencyOfTheDomainIsFound() {
    ArchRule rule = RULES.domainStandsAlone();
    assertBroken(rule, Chatty.class, "org.slf4j.Logger", "the engine or an adapter");
    assertThat(findings(rule)).noneMatch(f -> f.contains(Backwards.class.getName()));
  }

  @Test
  void aCircleOfPackagesIsFound() {
    assertBroken(RULES.noCircle(), Backwards.class, Port.class.getName(), "hand in an interface");
    JavaClasses oneWay = new ClassFileImporter().importPackages(ROOT + ".store", ROOT + ".app");
    assertThat(RULES.noCircle().evaluate(oneWay).hasViolation()).isFalse();
  }

  @Test
  void aRoomWithTooManyFilesIsFound() {
    assertThat(findings(RULES.roomsHaveAtMost(4)))
        .singleElement()
        .asString()
        .contains(ROOT + ".store", "5 files", "Helpful.java", "Sideways.java");
    assertThatThrownBy(() -> RULES.roomsHaveAtMost(4).check(PLANTED))
        .hasMessageContaining("split it by subject");
    RULES.roomsHaveAtMost(5).check(PLANTED);
  }

  @Test
  void aNameThatStandsTwiceIsFound() {
    assertThat(findings(RULES.namesStandOnce()))
        .singleElement()
        .asString()
        .contains("Twin", ROOT + ".domain.Twin", ROOT + ".store.Twin");
    assertThatThrownBy(() -> RULES.namesStandOnce().check(PLANTED))
        .hasMessageContaining("rename one of them");
  }

  @Test
  void aRecordOfTooManyComponentsIsFound() {
    assertThat(findings(RULES.recordsAreShort()))
        .singleElement()
        .asString()
        .contains(Lengthy.class.getName(), "expected: of at most 7 components");
    assertBroken(RULES.recordsAreShort(), Lengthy.class, "group those that belong together");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.time.Instant.now()",
        "java.time.ZonedDateTime.now(java.time.ZoneId)",
        "java.time.OffsetDateTime.now(java.time.ZoneId)",
        "java.time.LocalDate.now(java.time.ZoneId)",
        "java.time.LocalDateTime.now(java.time.ZoneId)",
        "java.time.LocalTime.now(java.time.ZoneId)",
        "java.time.Clock.system(java.time.ZoneId)",
        "java.time.Clock.tickSeconds(java.time.ZoneId)",
        "java.util.concurrent.TimeUnit.sleep(long)",
        "java.util.SplittableRandom.<init>()",
        "java.security.SecureRandom.<init>()",
        "java.util.concurrent.ThreadLocalRandom.current()",
        "java.util.random.RandomGenerator.getDefault()",
        "java.time.Clock.systemUTC()",
        "java.time.InstantSource.system()",
        "java.lang.System.currentTimeMillis()",
        "java.lang.Thread.sleep(long)",
        "java.util.Random.<init>()",
        "java.lang.Math.random()",
        "java.util.UUID.randomUUID()"
      })
  void timeOrRandomnessThatIsNotHandedInIsFound(String call) {
    ArchRule rule = RULES.timeAndRandomnessAreHandedIn();
    assertBroken(rule, Helpful.class, "calls", "<" + call + ">", "take an InstantSource");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Instant.now()",
        "System.currentTimeMillis()",
        "java.util.Random.<init>()",
        "SecureRandom.<init>()",
        "ThreadLocalRandom.current()",
        "LocalDate.now()",
        "UUID.randomUUID()"
      })
  void aMethodReferenceToThemIsFoundToo(String call) {
    assertThat(findings(RULES.timeAndRandomnessAreHandedIn()))
        .anyMatch(f -> f.contains("Helpful.references()> references") && f.contains(call));
  }

  @Test
  void aReadingOfTheNanoClockIsFound() {
    ArchRule rule = RULES.nanoClock();
    assertBroken(rule, Helpful.class, "System.nanoTime()", "take a LongSupplier");
    assertThat(findings(rule)).noneMatch(f -> f.contains(NanoClock.class.getName())).hasSize(2);
  }

  @Test
  void printingIsFound() {
    ArchRule rule = RULES.printing();
    assertBroken(rule, Helpful.class, "System.out", "write a log line");
    assertBroken(rule, Helpful.class, "System.err");
  }

  @Test
  void whatTheAppMayDoIsNotFound() {
    assertThat(List.of(RULES.timeAndRandomnessAreHandedIn(), RULES.nanoClock(), RULES.printing()))
        .allSatisfy(
            rule -> assertThat(findings(rule)).noneMatch(f -> f.contains(Allowed.class.getName())));
  }

  @Test
  void aLoggerWithANameOfItsOwnIsFound() {
    assertBroken(RULES.loggers(), Chatty.class, "Chatty.log>", "private static final Logger LOG");
  }

  /// A rule that is asked about nothing has judged nothing.
  @Test
  void aRuleOverNoClassesFails() {
    JavaClasses none = new ClassFileImporter().importClasses();
    assertThat(
            List.of(RULES.arrows(), RULES.noCircle(), RULES.roomsHaveAtMost(25), RULES.printing()))
        .allSatisfy(
            rule -> assertThatThrownBy(() -> rule.check(none)).isInstanceOf(AssertionError.class));
  }

  private static void assertBroken(ArchRule rule, Class<?> breach, String... says) {
    assertThat(findings(rule)).anyMatch(finding -> finding.contains(breach.getName()));
    assertThatThrownBy(() -> rule.check(PLANTED))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(says);
  }

  private static List<String> findings(ArchRule rule) {
    return rule.evaluate(PLANTED).getFailureReport().getDetails();
  }
}
