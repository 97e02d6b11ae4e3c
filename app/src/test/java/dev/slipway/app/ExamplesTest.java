package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The two versions of the digits are whole directories, as each is pushed on its own; so they hold
/// the same files twice.
class ExamplesTest {
  private static final Path DIGITS = Path.of("..", "examples", "digits");

  @Test
  void theVersionsOfTheDigitsDifferInClassifierAndConfigAlone() throws IOException {
    Path one = DIGITS.resolve("v1");
    Path two = DIGITS.resolve("v2");
    assertThat(files(one)).isEqualTo(files(two)).hasSizeGreaterThan(8);
    var different = new TreeSet<String>();
    for (String file : files(one)) {
      if (Files.mismatch(one.resolve(file), two.resolve(file)) >= 0) {
        different.add(file);
      }
    }
    assertThat(different).containsExactly("config.yaml", "src/Classifier.java");
  }

  private static Set<String> files(Path root) throws IOException {
    try (Stream<Path> found = Files.walk(root)) {
      var names = new TreeSet<String>();
      found.filter(Files::isRegularFile).forEach(p -> names.add(root.relativize(p).toString()));
      return names;
    }
  }
}
