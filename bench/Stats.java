import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/// Numbers that were measured several times: the median, and the range as the noise.
///
/// @param values one per round, in order, at least one
record Stats(double... values) {
  Stats {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values (expected: at least one)");
    }
    values = values.clone();
  }

  static Stats of(long... values) {
    return new Stats(Arrays.stream(values).asDoubleStream().toArray());
  }

  double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double min() {
    return sorted()[0];
  }

  double max() {
    return sorted()[values.length - 1];
  }

  /// The smallest value that at least `percent` of the values do not exceed (nearest rank).
  double percentile(double percent) {
    int rank = (int) Math.ceil(percent / 100 * values.length);
    return sorted()[Math.clamp(rank, 1, values.length) - 1];
  }

  Stats times(double factor) {
    return new Stats(Arrays.stream(values).map(v -> v * factor).toArray());
  }

  /// The ratio to what was measured in the same round.
  Stats over(Stats other) {
    return paired(other, (mine, others) -> mine / others);
  }

  /// The difference to what was measured in the same round.
  Stats minus(Stats other) {
    return paired(other, (mine, others) -> mine - others);
  }

  private Stats paired(Stats other, DoubleBinaryOperator operator) {
    return new Stats(
        IntStream.range(0, values.length)
            .mapToDouble(i -> operator.applyAsDouble(values[i], other.values[i]))
            .toArray());
  }

  /// `0.82 (0.79 to 0.84)`: the median and the range, with two decimals.
  String show() {
    return show("%.2f");
  }

  String show(String format) {
    return format(format, median())
        + (values.length == 1
            ? ""
            : " (" + format(format, min()) + " to " + format(format, max()) + ")");
  }

  static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private double[] sorted() {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
