import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Makes the data files of this example from `digits.csv.gz` (see README.md beside this file).
///
/// Rows keep their order and are not shuffled: the first [#TRAIN_ROWS] train the models, the rest
/// are sent as live traffic. The same input gives the same bytes.
final class Split {
  static final int ROWS = 1797;
  static final int TRAIN_ROWS = 1200;

  private Split() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: java Split.java path/to/digits.csv.gz path/to/examples/digits");
      System.exit(2);
    }
    List<String> rows = read(Path.of(args[0]));
    if (rows.size() != ROWS) {
      throw new IOException(args[0] + " has " + rows.size() + " rows (expected: " + ROWS + ")");
    }
    Path digits = Path.of(args[1]);
    for (String version : List.of("v1", "v2")) {
      writeTraining(digits.resolve(version, "data", "train.csv.gz"), rows.subList(0, TRAIN_ROWS));
    }
    writeRequests(digits.resolve("requests.jsonl"), rows.subList(TRAIN_ROWS, ROWS));
  }

  private static List<String> read(Path source) throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(source));
        var lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      return lines.lines().toList();
    }
  }

  private static void writeTraining(Path file, List<String> rows) throws IOException {
    try (var out =
        new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), UTF_8)) {
      for (String row : rows) {
        out.write(row + "\n");
      }
    }
  }

  private static void writeRequests(Path file, List<String> rows) throws IOException {
    try (var out = Files.newBufferedWriter(file, UTF_8)) {
      for (String row : rows) {
        int comma = row.lastIndexOf(',');
        String label = row.substring(comma + 1);
        String image = row.substring(0, comma);
        out.write("{\"label\":" + label + ",\"request\":{\"image\":[" + image + "]}}\n");
      }
    }
  }
}
