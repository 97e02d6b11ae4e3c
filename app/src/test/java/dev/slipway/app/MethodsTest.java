package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The scanner sees methods where they are, whatever stands in strings and comments.
class MethodsTest {
  private static final String PATH = "store/src/test/java/dev/slipway/store/Sample.java";

  @Test
  void aMethodSpansFromItsHeaderToItsBrace() {
    assertThat(spans("class A {\n  int x = 1;\n\n  void f() {\n    if (x) {\n    }\n  }\n}\n"))
        .containsExactly(new Methods.Span(4, 7));
  }

  @Test
  void bracesInStringsAndCommentsDoNotCount() {
    String body =
        "class A {\n  // {\n  String s = \"{\\\"{\"; char c = '{';\n"
            + "  String t = \"\"\"\n    { \\\"\"\" {\n    \"\"\";\n  /* { */ void f() {\n  }\n}\n";
    assertThat(spans(body)).containsExactly(new Methods.Span(7, 8));
  }

  @Test
  void constructorsInitializersAndFieldLambdasCount() {
    assertThat(
            spans(
                "record A(int x) {\n  A {\n  }\n  static {\n  }\n  Runnable r = () -> {\n  };\n}\n"))
        .containsExactly(new Methods.Span(2, 3), new Methods.Span(4, 5), new Methods.Span(6, 7));
  }

  @Test
  void typesArraysAndAnnotationsDoNotCount() {
    assertThat(
            spans("@A({1,\n2})\ninterface B {\n  int[] X = {\n  1};\n  enum C {\n    D\n  }\n}\n"))
        .isEmpty();
  }

  @Test
  void theMethodsOfAnAnonymousClassCountAndNotTheClass() {
    assertThat(spans("class A {\n  B b = new B(f(1)) {\n    void g() {\n    }\n  };\n}\n"))
        .containsExactly(new Methods.Span(3, 4));
  }

  @Test
  void aMethodOverThePageIsFoundAndOneOnThePageIsNot() {
    assertThat(longMethods(ShapeRules.METHOD_LINES)).isEmpty();
    assertThat(longMethods(ShapeRules.METHOD_LINES + 1))
        .singleElement()
        .satisfies(finding -> assertThat(finding.line()).isEqualTo(2));
  }

  private static List<Finding> longMethods(int lines) {
    String text = "class A {\n  void f() {\n" + "\n".repeat(lines - 2) + "  }\n}\n";
    return ShapeRules.longMethods(SourceFile.of(PATH, text)).toList();
  }

  private static List<Methods.Span> spans(String text) {
    return Methods.in(SourceFile.of(PATH, text));
  }
}
