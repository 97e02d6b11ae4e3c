package dev.slipway.cli.push;

import dev.slipway.cli.client.WireJson;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.FileErrors;
import dev.slipway.config.BadYaml;
import dev.slipway.config.YamlText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A model directory's `config.yaml`.
///
/// @param config as JSON
/// @param raw as it stands in the file
record ModelConfig(JsonNode config, String raw) {
  static final String FILE = "config.yaml";

  /// The largest config that servers take.
  static final int MAX_BYTES = 100 * 1024;

  /// Mappings whose keys are names, so that one that is no text is a slip: `NO` is read as false.
  private static final Pattern NAMES =
      Pattern.compile("[^.]+|(?:environment_variables|secrets|runtime|resources)\\.[^.]+");

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
    try {
      YamlText text = YamlText.read(raw);
      Map<String, @Nullable Object> config = text.mapping();
      checkNames(where, text);
      Object name = config.get("model_name");
      if (name != null && !(name instanceof String)) {
        throw Failure.usage(
            where + at(text, "model_name") + "model_name is no text; put it in quotes.");
      }
      return new ModelConfig(WireJson.parse(WireJson.write(config)), raw);
    } catch (BadYaml e) {
      throw new Failure(Exit.USAGE, where + e.located(), e);
    }
  }

  /// The command of its own server; empty where it has none.
  String startCommand() {
    return config.path("docker_server").path("start_command").asString("");
  }

  private static void checkNames(String where, YamlText text) {
    for (String key : text.otherKeys()) {
      if (NAMES.matcher(key).matches()) {
        throw Failure.usage(
            "%s%sthis key is no text: YAML reads it as %s (expected: a name; put it in quotes)."
                .formatted(where, at(text, key), key.substring(key.lastIndexOf('.') + 1)));
      }
    }
  }

  /// `:LINE: `.
  private static String at(YamlText text, String key) {
    Integer line = text.lines().get(key);
    return line == null ? ": " : ":" + line + ": ";
  }

  /// The model's name; empty where the config has none.
  String modelName() {
    return config.path("model_name").asString("").strip();
  }
}
