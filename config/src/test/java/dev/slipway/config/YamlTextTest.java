package dev.slipway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
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
  void mergesThatBringNothingAreCountedToo() {
    for (String nothing : new String[] {"{}", "{<<: {}}", "{<<: []}"}) {
      var text = new StringBuilder("- &a0 " + nothing + "\n");
      for (int i = 1; i <= 20; i++) {
        String ten = ("*a" + (i - 1) + ", ").repeat(10);
        text.append("- &a%d {<<: [%s]}\n".formatted(i, ten));
      }
      assertRefused(text.toString(), "With its aliases written out the text holds more than");
    }
  }

  @Test
  void aChainOfAliasesIsNoDeeperThanWhatIsWrittenOut() throws BadYaml {
    String deep = "aliases and merges written out this lies in more than 50 lists and mappings";
    assertRefused(chain("{}", "{<<: *a%d}", 20_000), deep);
    assertRefused(chain("[x]", "[*a%d]", 20_000), deep);
    assertRefused(chain("!!str {=: x}", "!!str {=: *a%d}", 20_000), deep);
    assertRefused("a: &a !!str {=: *a}\n", "An anchor is used inside of what it names");
    // What is merged is not read where an own key wins, so that the first to be read is the last.
    String hidden = "<<:\n  h:\n" + chain("[x]", "[*a%d]", 20_000).indent(4) + "h: *a19999\n";
    assertRefused(hidden, deep);
    assertThat(YamlText.read(chain("{x: 1}", "{<<: *a%d}", 49)).value())
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(49)
        .containsOnly(Map.of("x", 1L));
  }

  /// A list in which each item names the one before it.
  private static String chain(String first, String next, int length) {
    var text = new StringBuilder("- &a0 " + first + "\n");
    for (int i = 1; i < length; i++) {
      text.append("- &a").append(i).append(' ').append(next.formatted(i - 1)).append('\n');
    }
    return text.toString();
  }

  @Test
  void aNumberOrDateHasALimitWhateverItsTag() throws BadYaml {
    String number = "1" + ":00".repeat(341);
    assertThat(number).hasSize(PyTags.MAX_RESOLVED);
    assertThat(YamlText.read("a: !!int " + number).mapping().get("a"))
        .isEqualTo(BigInteger.valueOf(60).pow(341));
    String longer = ":1:3: A number or date has 1027 characters (expected: at most 1024;";
    for (String tag : new String[] {"!!int", "!!float", "!!timestamp"}) {
      assertRefused("- " + tag + " '" + number + ":00'", longer);
    }
    assertThat(YamlText.read("- " + number + ":00").value()).isEqualTo(List.of(number + ":00"));
    assertThat(YamlText.read("- !!str " + number + ":00").value())
        .isEqualTo(List.of(number + ":00"));
  }

  @Test
  void theCharactersOfNumbersCountWithTheirAliases() {
    String rest = ":00".repeat(341);
    String one = "!!str {" + "x, ".repeat(1000) + "=: y}";
    for (String value : List.of("1" + rest, "!!int 1" + rest, "!!float 0" + rest, one)) {
      assertRefused("- &a " + value + "\n" + "- *a\n".repeat(2000), "With its aliases written out");
    }
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
