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
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;

/// The rules that are kept on bytecode, for the modules below the package `root`.
final class BytecodeRules {
  static final int MOST_FILES = 25;

  /// Simple names of the classes that may read the nano clock themselves, each with its reason.
  /// Everything else is handed one.
  static final Map<String, String> NANO_CLOCK_READERS =
      Map.of("NanoClock", "processes of the machine are waited for in its own time");

  /// Methods by which a class would help itself to time or randomness. A constructor is `<init>`.
  private static final Map<Class<?>, Set<String>> HIDDEN_INPUTS =
      Map.of(
          Instant.class, Set.of("now"),
          Clock.class, Set.of("system", "systemUTC", "systemDefaultZone"),
          InstantSource.class, Set.of("system"),
          System.class, Set.of("currentTimeMillis"),
          Thread.class, Set.of("sleep"),
          Random.class, Set.of("<init>"),
          Math.class, Set.of("random"),
          UUID.class, Set.of("randomUUID"));

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
