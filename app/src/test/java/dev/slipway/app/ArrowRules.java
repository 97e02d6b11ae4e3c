package dev.slipway.app;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The walls between modules: who may name whose types, in code and not only in imports.
final class ArrowRules {
  /// Each module's direct imports, as the design draws them; what these import may be named too.
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("domain", Set.of()),
          Map.entry("engine", Set.of("domain")),
          Map.entry("store", Set.of("engine")),
          Map.entry("runtime", Set.of("engine")),
          Map.entry("gateway", Set.of("engine", "wire")),
          Map.entry("wire", Set.of()),
          Map.entry("api", Set.of("engine", "wire")),
          Map.entry("console", Set.of("engine", "wire")),
          Map.entry("cli", Set.of("wire")),
          Map.entry("testkit", Set.of("engine")),
          Map.entry("sim", Set.of("testkit")),
          Map.entry("app", Set.of("store", "runtime", "gateway", "api", "console", "cli", "wire")));

  private static final Pattern OURS = Pattern.compile("\\bdev\\.slipway\\.([a-z]+)\\b");
  private static final Pattern IMPORT = Pattern.compile("\\bimport\\s+(?:static\\s+)?([\\w.]+)");
  private static final Pattern PACKAGE = Pattern.compile("\\bpackage\\s+([\\w.]+)\\s*;");

  private ArrowRules() {}

  static Stream<Finding> arrows(SourceFile file) {
    if (file.module().isEmpty()) {
      return Stream.empty();
    }
    if (!ARROWS.containsKey(file.module())) {
      return Stream.of(new Finding(file.path(), 1, "the module has no arrows in ArrowRules"));
    }
    Set<String> allowed = allowed(file);
    return OURS.matcher(file.code())
        .results()
        .filter(m -> !allowed.contains(m.group(1)))
        .map(m ->
            new Finding(
                file.path(),
                file.lineAt(m.start()),
                "%s names dev.slipway.%s (expected: one of %s)"
                    .formatted(file.module(), m.group(1), allowed)));
  }

  static Stream<Finding> domainImports(SourceFile file) {
    if (!file.isMain() || !file.isIn("domain")) {
      return Stream.empty();
    }
    return IMPORT
        .matcher(file.code())
        .results()
        .filter(m -> !m.group(1).matches("(java|org\\.jspecify|dev\\.slipway\\.domain)\\..*"))
        .map(m ->
            new Finding(
                file.path(),
                file.lineAt(m.start()),
                "domain imports " + m.group(1) + " (expected: java, org.jspecify or itself)"));
  }

  static Stream<Finding> packages(SourceFile file) {
    String expected = "dev.slipway." + file.module();
    return file.module().isEmpty()
        ? Stream.empty()
        : PACKAGE
            .matcher(file.code())
            .results()
            .filter(m -> !m.group(1).equals(expected))
            .map(m ->
                new Finding(
                    file.path(),
                    file.lineAt(m.start()),
                    "package " + m.group(1) + " (expected: " + expected + ")"));
  }

  /// The module itself, all that its arrows lead to, and for tests the test kit and its arrows.
  private static Set<String> allowed(SourceFile file) {
    Set<String> all = reached(file.module());
    if (!file.isMain()) {
      all.addAll(reached("testkit"));
    }
    return all;
  }

  private static Set<String> reached(String module) {
    Stream<String> further =
        ARROWS.getOrDefault(module, Set.of()).stream().flatMap(m -> reached(m).stream());
    return Stream.concat(Stream.of(module), further).collect(Collectors.toCollection(TreeSet::new));
  }
}
