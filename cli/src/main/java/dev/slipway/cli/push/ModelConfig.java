package dev.slipway.cli.push;

import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.FileErrors;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A model directory's `config.yaml`.
///
/// @param config as JSON
/// @param raw as it stands in the file
record ModelConfig(JsonNode config, String raw) {
  static final String FILE = "config.yaml";

  /// The largest config that servers take.
  static final int MAX_BYTES = 100 * 1024;

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// Reads the config of a model directory.
  static ModelConfig read(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw Failure.usage(directory + " is no directory (expected: one with a " + FILE + ").");
    }
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw Failure.usage(
          directory
              + " has no "
              + FILE
              + " (expected: a model directory, whose "
              + FILE
              + " says how it is started).");
    }
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw Failure.usage(
            file + " has " + size + " bytes (expected: at most " + MAX_BYTES + ").");
      }
      return parse(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new Failure(Exit.USAGE, file + " is not UTF-8 text.", e);
    } catch (IOException e) {
      throw new Failure(Exit.USAGE, file + " cannot be read: " + FileErrors.of(e) + ".", e);
    }
  }

  /// @param where names the file in errors
  static ModelConfig parse(String where, String raw) {
    JsonNode config;
    try {
      config = YAML.readTree(raw);
    } catch (JacksonException e) {
      throw new Failure(Exit.USAGE, where + problem(e), e);
    }
    if (!config.isObject()) {
      throw Failure.usage(
          where + ":1: the config is no mapping (expected: lines of 'key: value').");
    }
    JsonNode name = config.path("model_name");
    if (!name.isNull() && !name.isMissingNode() && !name.isString()) {
      throw Failure.usage(
          where + ":" + lineOf(raw, "model_name") + ": model_name is no text; put it in quotes.");
    }
    return new ModelConfig(config, raw);
  }

  /// The model's name; empty where the config has none.
  String modelName() {
    return config.path("model_name").asString("").strip();
  }

  /// `:LINE:COLUMN: what is wrong there`.
  private static String problem(JacksonException e) {
    if (e.getCause() instanceof MarkedYamlEngineException yaml) {
      String at =
          yaml.getProblemMark()
              .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
              .orElse("");
      return at + ": " + firstLine(String.valueOf(yaml.getProblem()));
    }
    TokenStreamLocation at = e.getLocation();
    String line = at == null || at.getLineNr() < 1 ? "" : ":" + at.getLineNr();
    return line + ": " + firstLine(e.getOriginalMessage());
  }

  private static int lineOf(String raw, String key) {
    int at = raw.indexOf(key);
    return 1 + (int) raw.substring(0, Math.max(at, 0)).chars().filter(c -> c == '\n').count();
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("not YAML").strip();
  }
}
