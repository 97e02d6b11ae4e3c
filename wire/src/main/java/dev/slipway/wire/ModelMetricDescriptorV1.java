package dev.slipway.wire;

import java.util.List;
import java.util.Map;

/// What one metric is. Its place in the list is the index of its values.
///
/// @param unitHint PER_SECOND, SECONDS, BYTES, MEBIBYTES, COUNT or RATIO
/// @param kind GAUGE, COUNTER or HISTOGRAM
/// @param labelSets its series, in the order of their values; one without labels where there is one
public record ModelMetricDescriptorV1(
    String name, String unitHint, String kind, List<Map<String, String>> labelSets) {
  public ModelMetricDescriptorV1 {
    labelSets = List.copyOf(labelSets);
  }
}
