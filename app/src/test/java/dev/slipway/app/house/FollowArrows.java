package dev.slipway.app.house;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Depend, among the modules below `root`, only on those that the arrows of the own module lead to.
final class FollowArrows extends ArchCondition<JavaClass> {
  /// Each module's direct imports, as ARCHITECTURE.md draws them; what these import may be named
  /// too.
  static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("domain", Set.of()),
          Map.entry("engine", Set.of("domain")),
          Map.entry("store", Set.of("engine")),
          Map.entry("runtime", Set.of("engine", "config")),
          Map.entry("gateway", Set.of("engine", "wire")),
          Map.entry("wire", Set.of()),
          Map.entry("config", Set.of()),
          Map.entry("api", Set.of("engine", "wire", "config")),
          Map.entry("cli", Set.of("wire", "config")),
          Map.entry("testkit", Set.of("engine")),
          Map.entry("app", Set.of("store", "runtime", "gateway", "api", "cli")));

  private final String prefix;

  FollowArrows(String root) {
    super("name only what the arrows of their module lead to");
    this.prefix = root + ".";
  }

  @Override
  public void check(JavaClass item, ConditionEvents events) {
    String module = module(item);
    if (!ARROWS.containsKey(module)) {
      violated(
          events, item, item.getName() + " is in no module (expected: a line in FollowArrows)");
      return;
    }
    Set<String> allowed = reached(module);
    for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
      JavaClass target = dependency.getTargetClass().getBaseComponentType();
      if (target.getPackageName().startsWith(prefix) && !allowed.contains(module(target))) {
        violated(
            events,
            item,
            "%s (expected: one of %s)".formatted(dependency.getDescription(), allowed));
      }
    }
  }

  private static void violated(ConditionEvents events, JavaClass item, String message) {
    events.add(SimpleConditionEvent.violated(item, message));
  }

  private String module(JavaClass javaClass) {
    String name = javaClass.getPackageName() + ".";
    return name.startsWith(prefix)
        ? name.substring(
            prefix.length(), Math.max(prefix.length(), name.indexOf('.', prefix.length())))
        : "";
  }

  private static Set<String> reached(String module) {
    Stream<String> further =
        ARROWS.getOrDefault(module, Set.of()).stream().flatMap(m -> reached(m).stream());
    return Stream.concat(Stream.of(module), further).collect(Collectors.toCollection(TreeSet::new));
  }
}
