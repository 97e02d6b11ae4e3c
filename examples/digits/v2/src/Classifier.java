/// One average image for each digit, at half the height: an image is the digit whose average is
/// nearest. Ten comparisons of 32 values in place of 1,200 of 64, and less exact.
final class Classifier {
  static final String VERSION = "v2";

  /// The difference in squared distance that makes a digit e times less likely; chosen so that the
  /// mean confidence is about the accuracy.
  static final double SCALE = 65;

  private static final int WIDTH = 8;
  private static final int HALVED = Samples.PIXELS / 2;

  private final float[][] averages;

  private Classifier(float[][] averages) {
    this.averages = averages;
  }

  static Classifier train(Samples samples) {
    var averages = new float[Scores.DIGITS][HALVED];
    var counts = new int[Scores.DIGITS];
    for (int i = 0; i < samples.size(); i++) {
      int digit = samples.labels()[i];
      float[] image = halve(samples.images()[i]);
      counts[digit]++;
      for (int j = 0; j < HALVED; j++) {
        // The running mean, so that no second pass is needed.
        averages[digit][j] += (image[j] - averages[digit][j]) / counts[digit];
      }
    }
    return new Classifier(averages);
  }

  Scores classify(float[] image) {
    float[] halved = halve(image);
    var distances = new double[Scores.DIGITS];
    double smallest = Double.MAX_VALUE;
    for (int digit = 0; digit < Scores.DIGITS; digit++) {
      for (int i = 0; i < HALVED; i++) {
        float difference = halved[i] - averages[digit][i];
        distances[digit] += difference * difference;
      }
      smallest = Math.min(smallest, distances[digit]);
    }
    var weights = new double[Scores.DIGITS];
    for (int digit = 0; digit < Scores.DIGITS; digit++) {
      weights[digit] = Math.exp((smallest - distances[digit]) / SCALE);
    }
    return Scores.ofWeights(weights);
  }

  /// Four rows of eight: the mean of each two pixels that stand one above the other.
  private static float[] halve(float[] image) {
    var halved = new float[HALVED];
    for (int i = 0; i < HALVED; i++) {
      int above = i / WIDTH * 2 * WIDTH + i % WIDTH;
      halved[i] = (image[above] + image[above + WIDTH]) / 2;
    }
    return halved;
  }
}
