package dev.slipway.store.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NanosTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999999Z",
        "1678-01-01T00:00:00.000000001Z",
        "2026-03-04T05:06:07.123456789Z",
        "2261-12-31T23:59:59.999999999Z"
      })
  void anInstantComesBackToTheNanosecond(String text) {
    Instant instant = Instant.parse(text);
    assertThat(Nanos.toInstant(Nanos.of(instant))).isEqualTo(instant);
  }

  @Test
  void oneThatDoesNotFitIsRefusedAndNeverWrapsAround() {
    for (Instant instant : new Instant[] {Instant.MAX, Instant.MIN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Nanos.of(instant))
          .withMessageContaining("1678");
    }
  }
}
