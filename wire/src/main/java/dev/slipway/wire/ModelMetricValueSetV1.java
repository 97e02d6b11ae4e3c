package dev.slipway.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of one step.
///
/// @param startEpochMillis its beginning; it ends where the next one begins
/// @param values by descriptor, then by label set; null: there is no data
public record ModelMetricValueSetV1(long startEpochMillis, List<List<@Nullable Number>> values) {
  public ModelMetricValueSetV1 {
    values = List.copyOf(values);
  }
}
