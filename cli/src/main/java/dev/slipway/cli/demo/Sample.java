package dev.slipway.cli.demo;

import dev.slipway.cli.client.WireJson;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// One request whose right answer is known.
record Sample(String body, int label) {
  static final String FILE = "requests.jsonl";

  private record Line(int label, JsonNode request) {}

  /// Reads `{"label": 7, "request": {...}}`, one a line.
  static List<Sample> read(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      List<Sample> all = Files.readAllLines(file).stream().map(line -> of(file, line)).toList();
      if (all.isEmpty()) {
        throw Failure.usage(file + " is empty (expected: a request a line).");
      }
      return all;
    } catch (IOException | JacksonException e) {
      throw new Failure(
          Exit.USAGE, file + " cannot be read (expected: the requests of the example).", e);
    }
  }

  private static Sample of(Path file, String text) {
    Line line =
        WireJson.read(
            WireJson.parse(text), Line.class, clause -> Failure.usage(file + " " + clause + "."));
    return new Sample(line.request().toString(), line.label());
  }
}
