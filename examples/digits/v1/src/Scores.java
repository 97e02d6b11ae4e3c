/// How well each digit fits an image: ten values that sum to 1.
record Scores(double[] values) {
  static final int DIGITS = 10;

  /// @param weights one for each digit, none below 0 and at least one above it; the highest wins
  static Scores ofWeights(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    var values = new double[DIGITS];
    for (int digit = 0; digit < DIGITS; digit++) {
      values[digit] = weights[digit] / sum;
    }
    return new Scores(values);
  }

  /// The whole answer as JSON.
  String answer() {
    int best = best();
    return "{\"digit\": %d, \"confidence\": %s, \"model\": \"digits\", \"version\": \"%s\"}"
        .formatted(best, rounded(values[best]), Classifier.VERSION);
  }

  /// One digit's score as JSON.
  String score(int digit) {
    return "{\"digit\": %d, \"score\": %s}".formatted(digit, rounded(values[digit]));
  }

  private int best() {
    int best = 0;
    for (int digit = 1; digit < DIGITS; digit++) {
      if (values[digit] > values[best]) {
        best = digit;
      }
    }
    return best;
  }

  private static double rounded(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }
}
