package dev.slipway.app.house;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseLabelTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The rules that are kept on source, as bytecode no longer holds what they are about.
final class SourceRules {
  static final int METHOD_LINES = 70;
  static final int FILE_LINES = 400;

  private static final String PACKAGE_INFO = "package-info.java";
  private static final Pattern SKIPS =
      Pattern.compile("Disabled\\w*|assume(True|False|That|ingThat)|Assumptions");
  private static final Set<String> LENIENT =
      Set.of("asInt", "asLong", "asDouble", "asBoolean", "asString", "asText");
  private static final Set<String> LENIENT_AFTER_AT =
      Set.of(
          "size",
          "isEmpty",
          "toString",
          "iterator",
          "forEach",
          "values",
          "valueStream",
          "properties",
          "propertyNames",
          "propertyStream");
  private static final Set<String> EMPTY_DEFAULTS = Set.of("0", "0L", "0.0", "false", "\"\"");

  /// Test classes that read the published documents, where what does not apply is left out.
  private static final Set<String> DOCUMENT_READERS =
      Set.of(
          "Published",
          "SpecContractTest",
          "SpecDocument",
          "SpecFieldsTest",
          "SpecLimits",
          "SpecTest");

  private static final Pattern SENTENCE_THEN_NULL_MARKED =
      Pattern.compile("\\A(///.*\\n)*///.*\\w\\.(\\s.*)?\\n(///.*\\n)*@NullMarked\\s+package\\b");

  private SourceRules() {}

  /// A package stands in the folder of its name, at or below its module's package.
  static Stream<Finding> packages(JavaFile java) {
    SourceFile file = java.file();
    if (file.module().isEmpty()) {
      return Stream.empty();
    }
    String name = String.valueOf(java.unit().getPackageName());
    String module = "dev.slipway." + file.module();
    boolean fits =
        file.folder().endsWith("/java/" + name.replace('.', '/') + "/")
            && (name + ".").startsWith(module + ".");
    return fits
        ? Stream.empty()
        : Stream.of(
            new Finding(
                file.path(),
                1,
                "package %s (expected: the folder's name, below %s)".formatted(name, module)));
  }

  /// Methods and constructors, and the initializers and lambdas that stand outside of them.
  static Stream<Finding> longMethods(JavaFile java) {
    Stream<Tree> bodies =
        Stream.of(MethodTree.class, BlockTree.class, LambdaExpressionTree.class).flatMap(java::all);
    return bodies
        .filter(body -> java.length(body) > METHOD_LINES)
        .map(body ->
            java.finding(
                body,
                "a method of %d lines (expected: at most %d)"
                    .formatted(java.length(body), METHOD_LINES)));
  }

  static Stream<Finding> longFiles(JavaFile java) {
    int lines = java.file().lines().size();
    return lines > FILE_LINES
        ? Stream.of(
            new Finding(
                java.file().path(),
                lines,
                "a file of %d lines (expected: at most %d)".formatted(lines, FILE_LINES)))
        : Stream.empty();
  }

  /// A switch over a sealed type or an enum names every case. One over texts or numbers can not.
  static Stream<Finding> defaultCases(JavaFile java) {
    if (!java.file().isMain() || !java.file().isIn("domain", "engine")) {
      return Stream.empty();
    }
    Stream<List<? extends CaseTree>> switches =
        Stream.concat(
            java.all(SwitchTree.class).map(SwitchTree::getCases),
            java.all(SwitchExpressionTree.class).map(SwitchExpressionTree::getCases));
    return switches
        .map(cases -> cases.stream().flatMap(c -> c.getLabels().stream()).toList())
        .filter(labels -> labels.stream().noneMatch(SourceRules::isLiteral))
        .flatMap(List::stream)
        .filter(DefaultCaseLabelTree.class::isInstance)
        .map(c -> java.finding(c, "a default case (expected: every case by its name)"));
  }

  private static boolean isLiteral(CaseLabelTree label) {
    return label instanceof ConstantCaseLabelTree constant
        && constant.getConstantExpression() instanceof LiteralTree literal
        && literal.getKind() != Tree.Kind.NULL_LITERAL;
  }

  static Stream<Finding> skippedTests(JavaFile java) {
    return java.all(Tree.class)
        .filter(tree -> SKIPS.matcher(name(tree)).matches())
        .map(tree -> java.finding(tree, "skips a test (expected: a test that runs, or none)"));
  }

  /// A test must not read a field of an answer in a way that takes a missing one for 0, false, ""
  /// or an empty list.
  static Stream<Finding> lenientReads(JavaFile java) {
    if (java.file().isMain() || DOCUMENT_READERS.contains(java.file().name())) {
      return Stream.empty();
    }
    Stream<? extends Tree> references =
        java.all(MemberReferenceTree.class).filter(r -> LENIENT.contains(r.getName().toString()));
    Stream<? extends Tree> calls =
        java.all(MethodInvocationTree.class)
            .filter(call -> isLenient(call) || isLenientByDefault(call));
    Stream<? extends Tree> loops =
        java.all(EnhancedForLoopTree.class)
            .map(EnhancedForLoopTree::getExpression)
            .filter(SourceRules::mayBeMissing);
    return Stream.of(references, calls, loops)
        .flatMap(reads -> reads)
        .map(read ->
            java.finding(
                read,
                "reads a missing field as 0, false, \"\" or empty (expected: requiredAt, then"
                    + " intValue, booleanValue, stringValue, size)"));
  }

  private static boolean isLenient(MethodInvocationTree call) {
    Tree method = call.getMethodSelect();
    String name = name(method);
    return LENIENT.contains(name)
        ? call.getArguments().isEmpty() && !isAssertion(method)
        : LENIENT_AFTER_AT.contains(name)
            && method instanceof MemberSelectTree select
            && mayBeMissing(select.getExpression());
  }

  /// `asInt(0)` says in more words what `asInt()` says.
  private static boolean isLenientByDefault(MethodInvocationTree call) {
    return LENIENT.contains(name(call.getMethodSelect()))
        && call.getArguments().size() == 1
        && EMPTY_DEFAULTS.contains(call.getArguments().getFirst().toString());
  }

  private static boolean mayBeMissing(Tree field) {
    return field instanceof MethodInvocationTree call
        && call.getArguments().size() == 1
        && List.of("at", "path").contains(name(call.getMethodSelect()));
  }

  /// Every package of the modules has a package-info that begins with a sentence on what it is for
  /// and states `@NullMarked`; the package of tests may share that of the main sources.
  static Stream<Finding> packagesWithoutInfo(List<SourceFile> files) {
    Set<String> described =
        files.stream()
            .filter(file -> file.path().endsWith("/" + PACKAGE_INFO))
            .filter(file -> SENTENCE_THEN_NULL_MARKED.matcher(file.text()).find())
            .map(SourceRules::mainFolder)
            .collect(Collectors.toSet());
    return files.stream()
        .filter(file -> !file.module().isEmpty())
        .map(SourceRules::mainFolder)
        .distinct()
        .filter(folder -> !described.contains(folder))
        .map(folder ->
            new Finding(
                folder + PACKAGE_INFO,
                1,
                "no sentence and @NullMarked (expected: /// what the package is for and where to"
                    + " start reading)"));
  }

  /// Whether the call is one of a chain that begins with `assertThat`, where asString is AssertJ's.
  private static boolean isAssertion(Tree tree) {
    return switch (tree) {
      case MethodInvocationTree call -> isAssertion(call.getMethodSelect());
      case MemberSelectTree select -> isAssertion(select.getExpression());
      default -> name(tree).equals("assertThat");
    };
  }

  private static String name(Tree tree) {
    return switch (tree) {
      case IdentifierTree identifier -> identifier.getName().toString();
      case MemberSelectTree select -> select.getIdentifier().toString();
      default -> "";
    };
  }

  /// The folder of the package's main sources, also for a test's file.
  private static String mainFolder(SourceFile file) {
    return file.folder().replace("/src/test/", "/src/main/");
  }
}
