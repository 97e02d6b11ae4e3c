package dev.slipway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is to be said of a model's config before it is built: keys that nobody reads, and what it
/// asks for and this server does not give. Values that are wrong are refused elsewhere.
///
/// @param warnings sentences; the model may still run
/// @param errors sentences; the model cannot run here
public record ConfigReview(List<String> warnings, List<String> errors) {
  private static final String FILE = "config.yaml";

  public ConfigReview {
    warnings = List.copyOf(warnings);
    errors = List.copyOf(errors);
  }

  /// @param config config.yaml as maps, lists, texts, numbers, truths and nulls
  /// @param raw config.yaml to the letter; null: not known
  public static ConfigReview of(Map<?, ?> config, @Nullable String raw) {
    var warnings = new ArrayList<String>();
    var errors = new ArrayList<String>();
    Map<String, Integer> lines = lines(raw, warnings, errors);
    ConfigKeys.unknown(config, (path, text) -> warnings.add(sentence(lines, path, text)));
    NotGiven.in(
        config,
        (path, text, fatal) -> (fatal ? errors : warnings).add(sentence(lines, path, text)));
    return new ConfigReview(warnings, errors);
  }

  private static Map<String, Integer> lines(
      @Nullable String raw, List<String> warnings, List<String> errors) {
    if (raw == null) {
      return Map.of();
    }
    try {
      return YamlText.read(raw).lines();
    } catch (BadYaml e) {
      if (e.isRepeatedKey()) {
        errors.add(FILE + e.located());
      } else {
        warnings.add(FILE + e.located() + " The parsed config that came with it counts.");
      }
      return Map.of();
    }
  }

  private static String sentence(Map<String, Integer> lines, String path, String text) {
    Integer line = lines.get(path);
    String at = line == null ? FILE : FILE + ":" + line;
    return at + ": " + PyScalars.cut(path) + ": " + text;
  }
}
