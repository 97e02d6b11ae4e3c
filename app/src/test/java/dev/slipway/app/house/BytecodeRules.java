package dev.slipway.app.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.slf4j.Logger;

/// The rules that are kept on bytecode, for the modules below the package `root`.
final class BytecodeRules {
  static final int MOST_FILES = 25;
  static final int MOST_COMPONENTS = 7;

  /// Simple names of the records that may have more components, each with its reason. So may the
  /// records of module wire: a body has the fields that are published.
  static final Map<String, String> LONG_RECORDS =
      Map.of(
          "AutoscalingSettings", "one component a published field, each with a range of its name",
          "RequestsJson", "the body that the demo publishes");

  /// Simple names of the classes that may read the nano clock themselves, each with its reason.
  /// Everything else is handed one.
  static final Map<String, String> NANO_CLOCK_READERS =
      Map.of("NanoClock", "processes of the machine are waited for in its own time");

  /// Methods by which a class would help itself to time or randomness. A constructor is `<init>`.
  private static final Map<Class<?>, Set<String>> HIDDEN_INPUTS =
      Map.ofEntries(
          Map.entry(Instant.class, Set.of("now")),
          Map.entry(ZonedDateTime.class, Set.of("now")),
          Map.entry(OffsetDateTime.class, Set.of("now")),
          Map.entry(OffsetTime.class, Set.of("now")),
          Map.entry(LocalDateTime.class, Set.of("now")),
          Map.entry(LocalDate.class, Set.of("now")),
          Map.entry(LocalTime.class, Set.of("now")),
          Map.entry(Year.class, Set.of("now")),
          Map.entry(YearMonth.class, Set.of("now")),
          Map.entry(MonthDay.class, Set.of("now")),
          Map.entry(
              Clock.class,
              Set.of(
                  "system",
                  "systemUTC",
                  "systemDefaultZone",
                  "tickMillis",
                  "tickSeconds",
                  "tickMinutes")),
          Map.entry(InstantSource.class, Set.of("system")),
          Map.entry(Date.class, Set.of("<init>")),
          Map.entry(Calendar.class, Set.of("getInstance")),
          Map.entry(System.class, Set.of("currentTimeMillis")),
          Map.entry(Thread.class, Set.of("sleep")),
          Map.entry(TimeUnit.class, Set.of("sleep")),
          Map.entry(Random.class, Set.of("<init>")),
          Map.entry(SplittableRandom.class, Set.of("<init>")),
          Map.entry(SecureRandom.class, Set.of("<init>", "getInstance", "getInstanceStrong")),
          Map.entry(ThreadLocalRandom.class, Set.of("current")),
          Map.entry(RandomGenerator.class, Set.of("of", "getDefault")),
          Map.entry(RandomGeneratorFactory.class, Set.of("of", "getDefault")),
          Map.entry(Math.class, Set.of("random")),
          Map.entry(UUID.class, Set.of("randomUUID")));

  private final String root;

  BytecodeRules(String root) {
    this.root = root;
  }

  ArchRule arrows() {
    return classes()
        .should(new FollowArrows(root))
        .because("a module's arrows are its walls: move the type down, or hand in a port");
  }

  ArchRule domainStandsAlone() {
    return classes()
        .that()
        .resideInAPackage(root + ".domain..")
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", root + ".."))
        .because("the domain decides purely: whatever acts belongs in the engine or an adapter");
  }

  /// Each package is a slice, so this holds between the rooms of a module and between modules.
  ArchRule noCircle() {
    return slices()
        .assignedFrom(new Packages())
        .should()
        .beFreeOfCycles()
        .because(
            "packages that need each other are one package: move the shared type down, or hand in"
                + " an interface");
  }

  ArchRule roomsHaveAtMost(int files) {
    return all(new Rooms())
        .should(are("of at most " + files + " files", room -> room.files().size() <= files))
        .because("a package is read as a whole: split it by subject");
  }

  ArchRule namesStandOnce() {
    return all(new Names())
        .should(are("the name of one class", name -> name.classes().size() == 1))
        .because("a name means one thing in the whole house: rename one of them");
  }

  ArchRule recordsAreShort() {
    return classes()
        .that()
        .areRecords()
        .and(not(resideInAnyPackage(root + ".wire..")))
        .and(not(describe("are listed", c -> LONG_RECORDS.containsKey(c.getSimpleName()))))
        .should(
            are(
                "of at most " + MOST_COMPONENTS + " components",
                record -> components(record) <= MOST_COMPONENTS))
        .because(
            "more than that is a missing record: group those that belong together, or state the"
                + " reason in BytecodeRules.LONG_RECORDS");
  }

  private static long components(JavaClass record) {
    return record.getFields().stream()
        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
        .count();
  }

  ArchRule timeAndRandomnessAreHandedIn() {
    return noClasses()
        .that(not(resideInAnyPackage(root + ".app..", root + ".testkit..")))
        .should()
        .accessTargetWhere(
            describe("reads a clock, sleeps or draws at random", BytecodeRules::isHiddenInput))
        .because("time and randomness are handed in: take an InstantSource or a RandomGenerator");
  }

  ArchRule nanoClock() {
    return noClasses()
        .that(not(resideInAnyPackage(root + ".app..", root + ".testkit..")))
        .and(not(describe("are listed", c -> NANO_CLOCK_READERS.containsKey(outermost(c)))))
        .should()
        .accessTargetWhere(
            describe(
                "reads the nano clock",
                a -> isOn(a, System.class) && a.getName().equals("nanoTime")))
        .because(
            "it is handed in: take a LongSupplier, or state the reason in"
                + " BytecodeRules.NANO_CLOCK_READERS");
  }

  ArchRule printing() {
    return noClasses()
        .that(not(resideInAnyPackage(root + ".app..", root + ".cli..")))
        .should()
        .accessTargetWhere(
            describe(
                "prints to the console",
                a -> isOn(a, System.class) && Set.of("out", "err").contains(a.getName())))
        .because("only the command line prints: write a log line, or return a value");
  }

  ArchRule loggers() {
    return fields()
        .that()
        .haveRawType(Logger.class)
        .and()
        .haveModifier(JavaModifier.STATIC)
        .should()
        .haveName("LOG")
        .andShould()
        .bePrivate()
        .andShould()
        .beFinal()
        .because("a logger is a constant and is named as one: private static final Logger LOG");
  }

  private static <T> ArchCondition<T> are(String what, Predicate<T> holds) {
    return new ArchCondition<>("be " + what) {
      @Override
      public void check(T item, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(item, holds.test(item), item + " (expected: " + what + ")"));
      }
    };
  }

  private static boolean isHiddenInput(JavaAccess<?> access) {
    return HIDDEN_INPUTS.entrySet().stream()
        .anyMatch(e -> isOn(access, e.getKey()) && e.getValue().contains(access.getName()));
  }

  private static boolean isOn(JavaAccess<?> access, Class<?> owner) {
    return access.getTargetOwner().isEquivalentTo(owner);
  }

  static String outermost(JavaClass javaClass) {
    return javaClass
        .getEnclosingClass()
        .map(BytecodeRules::outermost)
        .orElse(javaClass.getSimpleName());
  }

  private static final class Packages implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      return SliceIdentifier.of(javaClass.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
