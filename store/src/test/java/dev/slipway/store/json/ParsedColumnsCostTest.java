package dev.slipway.store.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.slipway.domain.deployment.Deployment;
import dev.slipway.testkit.contract.StoreContractRows;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the cache of parsed columns saves (docs/decisions/0026), in bytes that a thread allocates:
/// a busy machine does not change them.
class ParsedColumnsCostTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int TIMES = 500;

  /// Texts of one length that no other test reads.
  private final List<String> texts =
      IntStream.range(0, TIMES)
          .mapToObj(i -> sample().replaceFirst("\"a1\"", "\"cost%05d\"".formatted(i)))
          .toList();

  private static String sample() {
    return JsonColumns.write(StoreContractRows.source());
  }

  @Test
  void aColumnThatWasParsedBeforeCostsAFewObjectsAndNoParsing() {
    var warm = allocatedByReading(texts.reversed().stream().map(t -> t + " ").toList());
    long parsed = allocatedByReading(texts);
    long known = allocatedByReading(texts);
    assertThat(warm).isPositive();
    assertThat(parsed / TIMES).as("bytes for a text that is parsed").isGreaterThan(1_000);
    assertThat(known / TIMES).as("bytes for the same text again").isLessThan(parsed / TIMES / 5);
  }

  @Test
  void aValueThatIsWrittenBackAsItWasReadIsNotMadeTextAgain() {
    for (String text : texts) {
      String newer = text.replaceFirst("\\{", "{ \"of_the_future\" : [1], ");
      assertThat(JsonColumns.write(read(newer))).isEqualTo(newer);
    }
  }

  private static long allocatedByReading(List<String> texts) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (String text : texts) {
      read(text);
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static Deployment.Source read(String text) {
    return JsonColumns.read(text, Deployment.Source.class, "a test");
  }
}
