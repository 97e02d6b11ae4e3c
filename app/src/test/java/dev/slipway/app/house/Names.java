package dev.slipway.app.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Turns classes into the simple names that top-level classes have, each with the classes that have
/// it.
final class Names extends AbstractClassesTransformer<Names.Name> {
  /// A simple name and the full names of the classes that have it.
  record Name(String simple, Set<String> classes) {
    @Override
    public String toString() {
      return "%s, which stands for %s,".formatted(simple, classes);
    }
  }

  Names() {
    super("simple names");
  }

  @Override
  public Iterable<Name> doTransform(JavaClasses classes) {
    Map<String, Set<String>> names = new TreeMap<>();
    for (JavaClass javaClass : classes) {
      if (javaClass.isTopLevelClass() && !javaClass.getSimpleName().equals("package-info")) {
        names
            .computeIfAbsent(javaClass.getSimpleName(), _ -> new TreeSet<>())
            .add(javaClass.getName());
      }
    }
    return names.entrySet().stream().map(e -> new Name(e.getKey(), e.getValue())).toList();
  }
}
