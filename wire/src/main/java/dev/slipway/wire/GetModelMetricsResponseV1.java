package dev.slipway.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
