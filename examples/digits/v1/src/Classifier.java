import java.util.Arrays;

/// Nearest neighbours: an image is what the three most similar training images say, the nearer the
/// louder.
final class Classifier {
  static final String VERSION = "v1";
  static final int NEIGHBOURS = 3;

  /// The difference in squared distance that makes a neighbour's word count e times less; chosen so
  /// that the mean confidence is about the accuracy.
  static final double SCALE = 200;

  private static final int ROW = 8;

  private final Samples samples;

  private Classifier(Samples samples) {
    this.samples = samples;
  }

  static Classifier train(Samples samples) {
    return new Classifier(samples);
  }

  Scores classify(float[] image) {
    // The nearest neighbours so far, by ascending distance, and what digit each is.
    var distances = new float[NEIGHBOURS];
    var digits = new int[NEIGHBOURS];
    Arrays.fill(distances, Float.MAX_VALUE);
    for (int i = 0; i < samples.size(); i++) {
      float limit = distances[NEIGHBOURS - 1];
      float distance = distance(image, samples.images()[i], limit);
      if (distance < limit) {
        int at = NEIGHBOURS - 1;
        for (; at > 0 && distances[at - 1] > distance; at--) {
          distances[at] = distances[at - 1];
          digits[at] = digits[at - 1];
        }
        distances[at] = distance;
        digits[at] = samples.labels()[i];
      }
    }
    var weights = new double[Scores.DIGITS];
    for (int i = 0; i < NEIGHBOURS; i++) {
      weights[digits[i]] += Math.exp((distances[0] - distances[i]) / SCALE);
    }
    return Scores.ofWeights(weights);
  }

  /// The squared distance, or any value above `limit` as soon as it is known to be above.
  private static float distance(float[] a, float[] b, float limit) {
    float sum = 0;
    for (int row = 0; row < Samples.PIXELS && sum <= limit; row += ROW) {
      for (int i = row; i < row + ROW; i++) {
        float difference = a[i] - b[i];
        sum += difference * difference;
      }
    }
    return sum;
  }
}
