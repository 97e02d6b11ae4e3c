package dev.slipway.cli.term;

import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.wire.MetricBodies.GetModelMetricsResponseV1;
import dev.slipway.wire.MetricBodies.ModelMetricDescriptorV1;
import dev.slipway.wire.MetricBodies.ModelMetricValueSetV1;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A series of metrics as a table with one small curve a row.
public final class MetricsText {
  /// The widest curve, in characters.
  static final int WIDTH = 60;

  private static final String PREFIX = "baseten_";

  private MetricsText() {}

  public static String of(Terminal terminal, GetModelMetricsResponseV1 answer) {
    long millis = answer.endEpochMillis() - answer.startEpochMillis();
    List<ModelMetricDescriptorV1> descriptors = answer.metricDescriptors();
    if (descriptors.isEmpty()) {
      return "None of these metrics is measured here.";
    }
    int together = Math.max(1, Math.ceilDiv(answer.metricValues().size(), WIDTH));
    String unit = Durations.human(step(answer).multipliedBy(together));
    var table =
        new TextTable("METRIC", "SERIES", "ONE SIGN: " + unit, "MIN", "MAX", "LAST", "TOTAL");
    for (int m = 0; m < descriptors.size(); m++) {
      ModelMetricDescriptorV1 descriptor = descriptors.get(m);
      boolean counter = descriptor.kind().equals("COUNTER");
      for (int l = 0; l < descriptor.labelSets().size(); l++) {
        List<@Nullable Double> values = values(answer, m, l);
        if (!counter || l == 0 || sum(values) > 0) {
          List<@Nullable Double> curve = merged(values, together, counter);
          table.row(
              descriptor.name().replaceFirst("^" + PREFIX, ""),
              labels(descriptor.labelSets().get(l)),
              Sparkline.of(curve, terminal.unicode()),
              number(descriptor, known(curve).stream().min(Double::compare).orElse(null)),
              number(descriptor, known(curve).stream().max(Double::compare).orElse(null)),
              number(descriptor, curve.isEmpty() ? null : curve.getLast()),
              counter ? total(sum(values), millis) : "");
        }
      }
    }
    return table.format();
  }

  private static Duration step(GetModelMetricsResponseV1 answer) {
    Integer seconds = answer.stepSeconds();
    if (seconds == null) {
      throw new Failure(
          Exit.SERVER_ERROR, "The server's answer has no step_seconds (expected: in a series).");
    }
    return Duration.ofSeconds(seconds);
  }

  private static String labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(","));
  }

  /// One value a step; null where the server has none.
  private static List<@Nullable Double> values(
      GetModelMetricsResponseV1 answer, int metric, int label) {
    List<@Nullable Double> all = new ArrayList<>();
    for (ModelMetricValueSetV1 set : answer.metricValues()) {
      List<@Nullable Number> series =
          metric < set.values().size() ? set.values().get(metric) : List.of();
      Number value = label < series.size() ? series.get(label) : null;
      all.add(value == null ? null : value.doubleValue());
    }
    return all;
  }

  /// Puts `together` steps into one: counts are added, of all else the mean is taken.
  private static List<@Nullable Double> merged(
      List<@Nullable Double> values, int together, boolean counter) {
    List<@Nullable Double> all = new ArrayList<>();
    for (int i = 0; i < values.size(); i += together) {
      List<Double> some = known(values.subList(i, Math.min(values.size(), i + together)));
      double sum = some.stream().mapToDouble(Double::doubleValue).sum();
      all.add(some.isEmpty() ? null : counter ? sum : sum / some.size());
    }
    return all;
  }

  private static List<Double> known(List<@Nullable Double> values) {
    return values.stream()
        .<Double>mapMulti((v, next) -> {
          if (v != null) {
            next.accept(v);
          }
        })
        .toList();
  }

  private static double sum(List<@Nullable Double> values) {
    return known(values).stream().mapToDouble(Double::doubleValue).sum();
  }

  private static String total(double sum, long millis) {
    double rate = millis == 0 ? 0 : sum * 1000 / millis;
    return String.format(Locale.ROOT, "%,.0f (%.2f/s)", sum, rate);
  }

  private static String number(ModelMetricDescriptorV1 descriptor, @Nullable Double value) {
    if (value == null) {
      return "-";
    }
    if (descriptor.unitHint().equals("SECONDS")) {
      return value < 1
          ? String.format(Locale.ROOT, "%.1f ms", value * 1000)
          : String.format(Locale.ROOT, "%.2f s", value);
    }
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.2f", value);
  }
}
