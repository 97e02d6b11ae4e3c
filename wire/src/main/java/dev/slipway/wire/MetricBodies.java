package dev.slipway.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Bodies about metrics.
public final class MetricBodies {
  private MetricBodies() {}

  /// Metrics of a deployment or an environment.
  ///
  /// @param mode CURRENT, SUMMARY or SERIES
  /// @param stepSeconds null where it is no series
  public record GetModelMetricsResponseV1(
      long startEpochMillis,
      long endEpochMillis,
      String mode,
      @Nullable Integer stepSeconds,
      List<ModelMetricDescriptorV1> metricDescriptors,
      List<ModelMetricValueSetV1> metricValues) {
    public GetModelMetricsResponseV1 {
      metricDescriptors = List.copyOf(metricDescriptors);
      metricValues = List.copyOf(metricValues);
    }
  }

  /// The description of one metric. Its place in the list is the index of its values.
  ///
  /// @param unitHint PER_SECOND, SECONDS, BYTES, MEBIBYTES, COUNT or RATIO
  /// @param kind GAUGE, COUNTER or HISTOGRAM
  /// @param labelSets its series, in the order of their values; one without labels where there is
  ///   one
  public record ModelMetricDescriptorV1(
      String name, String unitHint, String kind, List<Map<String, String>> labelSets) {
    public ModelMetricDescriptorV1 {
      labelSets = List.copyOf(labelSets);
    }
  }

  /// The values of one step.
  ///
  /// @param startEpochMillis its beginning; it ends where the next one begins
  /// @param values by descriptor, then by label set; null: there is no data
  public record ModelMetricValueSetV1(long startEpochMillis, List<List<@Nullable Number>> values) {
    public ModelMetricValueSetV1 {
      values = List.copyOf(values);
    }
  }
}
