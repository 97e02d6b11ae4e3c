package dev.slipway.runtime.artifact;

import dev.slipway.config.ConfigReview;
import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine;
import dev.slipway.engine.port.runtime.LogLine.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// What the log of a build says beforehand: what of the config has no effect, and that there are no
/// files.
final class BuildNotes {
  static final String ONLY_CONFIG =
      "build: the archive holds nothing but config.yaml: start_command finds no file of the model."
          + " If it needs some, look at what the push left out (.gitignore, .slipwayignore), and"
          + " push again.";

  private static final String CONFIG = "config.yaml";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> MAPPING = new TypeReference<>() {};

  private BuildNotes() {}

  static void say(Deployment.Source source, BuildLog log) {
    if (source.archive() == null) {
      log.say(Level.WARNING, "build: " + DeploymentMachine.WITHOUT_FILES);
    }
    try {
      var review = ConfigReview.of(JSON.readValue(source.config(), MAPPING), source.rawConfig());
      review.warnings().forEach(text -> log.say(Level.WARNING, "build: " + text));
      review.errors().forEach(text -> log.say(Level.ERROR, "build: " + text));
    } catch (JacksonException e) {
      log.say(Level.WARNING, "build: the stored config is not read as JSON: " + e.getMessage());
    }
  }

  /// Whether an unpacked archive is a config alone, or nothing.
  static boolean holdsNoFiles(Path unpacked) throws IOException {
    try (var files = Files.list(unpacked)) {
      return files.allMatch(file -> file.endsWith(CONFIG));
    }
  }
}
