import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Images with their right answers.
///
/// @param images one row of [#PIXELS] values from 0 to [#MAX_VALUE] for each image
/// @param labels the digit on each image, 0 to 9
record Samples(float[][] images, int[] labels) {
  static final int PIXELS = 64;
  static final int MAX_VALUE = 16;

  /// Reads a gzipped CSV file: the pixels of an image and then its digit on each line.
  static Samples read(Path file) throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(file));
        var reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      List<String> lines = reader.readAllLines();
      if (lines.isEmpty()) {
        throw new IOException(file + " is empty (expected: a line for each training image)");
      }
      var samples = new Samples(new float[lines.size()][PIXELS], new int[lines.size()]);
      for (int row = 0; row < lines.size(); row++) {
        samples.set(row, lines.get(row));
      }
      return samples;
    }
  }

  int size() {
    return labels.length;
  }

  private void set(int row, String line) throws IOException {
    String[] cells = line.split(",");
    if (cells.length != PIXELS + 1) {
      throw new IOException(
          "training line %d has %d cells (expected: %d)"
              .formatted(row + 1, cells.length, PIXELS + 1));
    }
    for (int pixel = 0; pixel < PIXELS; pixel++) {
      images[row][pixel] = Float.parseFloat(cells[pixel]);
    }
    labels[row] = Integer.parseInt(cells[PIXELS]);
  }
}
