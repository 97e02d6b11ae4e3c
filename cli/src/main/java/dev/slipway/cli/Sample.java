package dev.slipway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// One request whose right answer is known.
record Sample(String body, int label) {
  static final String FILE = "requests.jsonl";

  /// Reads `{"label": 7, "request": {...}}`, one a line.
  static List<Sample> read(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      List<Sample> all = Files.readAllLines(file).stream().map(Sample::of).toList();
      if (all.isEmpty()) {
        throw Failure.usage(file + " is empty (expected: a request a line).");
      }
      return all;
    } catch (IOException | JacksonException e) {
      throw new Failure(
          Exit.USAGE, file + " cannot be read (expected: the requests of the example).", e);
    }
  }

  private static Sample of(String line) {
    JsonNode node = WireJson.parse(line);
    return new Sample(node.path("request").toString(), node.path("label").asInt());
  }
}
