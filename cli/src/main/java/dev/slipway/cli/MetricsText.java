package dev.slipway.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A series of metrics as a table with one small curve a row.
final class MetricsText {
  /// The widest curve, in characters.
  static final int WIDTH = 60;

  private static final String PREFIX = "baseten_";

  private MetricsText() {}

  static String of(Terminal terminal, JsonNode answer) {
    long millis =
        WireJson.number(answer, "end_epoch_millis") - WireJson.number(answer, "start_epoch_millis");
    JsonNode descriptors = answer.path("metric_descriptors");
    if (descriptors.isEmpty()) {
      return "None of these metrics is measured here.";
    }
    int steps = answer.path("metric_values").size();
    int together = Math.max(1, Math.ceilDiv(steps, WIDTH));
    String unit =
        Durations.human(Duration.ofSeconds(WireJson.number(answer, "step_seconds") * together));
    var table =
        new TextTable("METRIC", "SERIES", "ONE SIGN: " + unit, "MIN", "MAX", "LAST", "TOTAL");
    for (int m = 0; m < descriptors.size(); m++) {
      JsonNode descriptor = descriptors.get(m);
      boolean counter = WireJson.text(descriptor, "kind").equals("COUNTER");
      for (int l = 0; l < descriptor.path("label_sets").size(); l++) {
        List<@Nullable Double> values = values(answer, m, l);
        if (!counter || l == 0 || sum(values) > 0) {
          List<@Nullable Double> curve = merged(values, together, counter);
          table.row(
              WireJson.text(descriptor, "name").replaceFirst("^" + PREFIX, ""),
              labels(descriptor.path("label_sets").get(l)),
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

  private static String labels(JsonNode labels) {
    return labels.properties().stream()
        .map(e -> e.getKey() + "=" + e.getValue().asString(""))
        .collect(Collectors.joining(","));
  }

  private static List<@Nullable Double> values(JsonNode answer, int metric, int label) {
    List<@Nullable Double> all = new ArrayList<>();
    for (JsonNode set : answer.path("metric_values").values()) {
      JsonNode value = set.path("values").path(metric).path(label);
      all.add(value.isNumber() ? value.asDouble() : null);
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

  private static String number(JsonNode descriptor, @Nullable Double value) {
    if (value == null) {
      return "-";
    }
    if (Objects.equals(WireJson.text(descriptor, "unit_hint"), "SECONDS")) {
      return value < 1
          ? String.format(Locale.ROOT, "%.1f ms", value * 1000)
          : String.format(Locale.ROOT, "%.2f s", value);
    }
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.2f", value);
  }
}
