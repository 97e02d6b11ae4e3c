package dev.slipway.cli.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class IgnorePatternTest {
  /// The table is what `git check-ignore --no-index` said: the line of an ignore file, a path whose
  /// directories are not ignored, what the path is, and whether it is ignored.
  @TestFactory
  Stream<DynamicTest> aLineMatchesWhatGitSaysThatItMatches() throws IOException {
    String table;
    try (var in = IgnorePatternTest.class.getResourceAsStream("git-ignored.txt")) {
      assertThat(in).isNotNull();
      table = new String(in.readAllBytes(), UTF_8);
    }
    return table
        .lines()
        .map(line -> {
          List<String> row = List.of(line.split("\\|", -1));
          return DynamicTest.dynamicTest(
              line,
              () -> {
                IgnorePattern pattern = IgnorePattern.parse(row.get(0));
                boolean matches =
                    pattern != null && pattern.matches(row.get(1), row.get(2).equals("dir"));
                assertThat(matches).isEqualTo(row.get(3).equals("ignored"));
              });
        });
  }
}
