package dev.slipway.app.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Turns classes into the packages that they are in, each with its source files.
final class Rooms extends AbstractClassesTransformer<Rooms.Room> {
  /// A package and its source files, `package-info` aside.
  record Room(String name, Set<String> files) implements HasName {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public String toString() {
      return "package %s with %d files %s".formatted(name, files.size(), files);
    }
  }

  Rooms() {
    super("packages");
  }

  @Override
  public Iterable<Room> doTransform(JavaClasses classes) {
    Map<String, Set<String>> rooms = new TreeMap<>();
    for (JavaClass javaClass : classes) {
      String file = javaClass.getSource().orElseThrow().getFileName().orElseThrow();
      if (!file.equals("package-info.java")) {
        rooms.computeIfAbsent(javaClass.getPackageName(), _ -> new TreeSet<>()).add(file);
      }
    }
    return rooms.entrySet().stream().map(e -> new Room(e.getKey(), e.getValue())).toList();
  }
}
