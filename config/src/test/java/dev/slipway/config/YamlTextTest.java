package dev.slipway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The table is what PyYAML read; `tools/yaml-cases.py` made it, and the compat suite runs that
/// again.
class YamlTextTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TestFactory
  Stream<DynamicTest> everyTextOfTheTableIsReadAsPyYamlReadsIt() throws IOException {
    return table()
        .map(one -> {
          String text = one.required("yaml").stringValue();
          JsonNode expected = one.required("json");
          return DynamicTest.dynamicTest(
              JSON.writeValueAsString(text).substring(1),
              () -> {
                if (expected.isNull()) {
                  assertThatThrownBy(() -> YamlText.read(text)).isInstanceOf(BadYaml.class);
                } else {
                  String written = JSON.writeValueAsString(YamlText.read(text).value());
                  assertThat(JSON.readTree(written))
                      .isEqualTo(JSON.readTree(expected.stringValue()));
                }
              });
        });
  }

  @TestFactory
  Stream<DynamicTest> whatIsWrittenIsReadAsTheSameValue() throws IOException {
    return table()
        .filter(one -> !one.required("json").isNull())
        .map(one -> {
          String json = one.required("json").stringValue();
          return DynamicTest.dynamicTest(
              json,
              () -> {
                Object value = JSON.readValue(json, Object.class);
                if (value != null) {
                  var again = YamlText.read(YamlText.write(value)).value();
                  assertThat(JSON.readTree(JSON.writeValueAsString(again)))
                      .isEqualTo(JSON.readTree(json));
                }
              });
        });
  }

  private static Stream<JsonNode> table() throws IOException {
    try (var in = YamlTextTest.class.getResourceAsStream("pyyaml-cases.json")) {
      return JSON.readTree(in).values().stream();
    }
  }

  @Test
  void keysAreFoundByTheirLines() throws BadYaml {
    var read = YamlText.read("a: 1\n\nb:\n  c: {d: {e: f}}\n");
    assertThat(read.lines()).containsEntry("b.c.d", 4).doesNotContainKey("b.c.d.e");
  }

  @Test
  void keysThatAreNoTextsToPythonAreNamed() throws BadYaml {
    var read = YamlText.read("a: {NO: 1, 'NO': 2, x: {12: 3}, \"on\": 4}\nyes: 5\n");
    assertThat(read.otherKeys()).containsExactly("a.false", "a.x.12", "true");
  }

  @Test
  void aValueBecomesAnEnvironmentVariableAsTrussMakesOneOfIt() throws BadYaml {
    var read =
        YamlText.read("{a: 4, b: on, c: 0.50, d: 1.0e+20, e: 0755, f: x, g: ~, h: [], i: 1.0e-05}");
    var texts = new ArrayList<@Nullable String>();
    read.mapping().values().forEach(value -> texts.add(VariableText.of(value)));
    assertThat(texts).containsExactly("4", "true", "0.5", "1e+20", "493", "x", null, null, "1e-05");
  }

  @Test
  void twoKeysOfOneNameAreRefusedWithBothLines() {
    assertRefused(
        "a: 1\nb:\n  c: 1\n  c: 2\n", ":4:3: The key 'c' is there twice: also in line 3.");
    assertRefused("a: {x: 1}\nb:\n  <<: {}\n  <<: {}\n", ":4:3: The key '<<' is there twice");
  }

  @Test
  void theFirstOfSeveralMergedMappingsWinsAndTheMappingsOwnKeysOverAll() throws BadYaml {
    var read =
        YamlText.read(
            """
            a: &a {first: 1, both: 1, all: 1}
            b: &b {second: 2, both: 2, all: 2}
            c: {<<: [*a, *b], all: 3}
            """);
    assertThat(JSON.writeValueAsString(JSON.valueToTree(read.value()).required("c")))
        .isEqualTo("{\"second\":2,\"both\":1,\"all\":3,\"first\":1}");
  }

  @Test
  void aliasesThatComeToMoreThanTheLimitAreRefused() {
    var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String ten = ("*a" + (i - 1) + ", ").repeat(10);
      text.append("a%d: &a%d [%s]\n".formatted(i, i, ten));
    }
    assertRefused(text.toString(), "With its aliases written out");
    var merges = new StringBuilder("a0: &a0 {x: 1}\n");
    for (int i = 1; i < 30; i++) {
      String two = "*a" + (i - 1) + ", *a" + (i - 1);
      merges.append("a%d: &a%d {<<: [%s]}\n".formatted(i, i, two));
    }
    assertRefused(merges.toString(), "With its aliases written out");
  }

  @Test
  void aTextThatIsTooLongOrTooDeepIsRefused() {
    assertRefused("[".repeat(60) + "]".repeat(60), "Nesting Depth");
    assertRefused("a: " + "x".repeat(YamlText.MAX_LENGTH), ": The text has 1048579 characters");
  }

  @Test
  void aSentenceSaysWhatCannotBeHeld() {
    assertRefused("a: .inf\n", ":1:4: '.inf' is no number that JSON");
    assertRefused("a: 2020-02-30\n", ":1:4: '2020-02-30' is no date that exists");
    assertRefused(
        "a: 1\n---\nb: 2\n", "expected a single document in the stream, but found another");
    assertRefused("a: &x [*x]\n", "An anchor is used inside of what it names");
    assertRefused("a: !mine b\n", ":1:4: The tag !mine is not known");
    assertRefused("a: !!python/tuple [1]\n", "tag is not allowed: tag:yaml.org,2002:python/tuple.");
  }

  private static void assertRefused(String text, String problem) {
    assertThatThrownBy(() -> YamlText.read(text))
        .isInstanceOfSatisfying(BadYaml.class, e -> assertThat(e.located()).contains(problem));
  }
}
