package dev.slipway.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.representer.Representer;

/// One YAML text, read as PyYAML's `safe_load` reads it, and so as the truss command does: YAML
/// 1.1, with anchors, aliases and merge keys. What PyYAML takes and JSON cannot hold is refused,
/// and so are two keys of one name.
///
/// @param value maps, lists, texts, numbers, truths and nulls, as JSON has them; null: an empty
///   text
/// @param lines where the keys of maps stand, from 1, by their path; of the upper levels alone
/// @param otherKeys the paths of those of them that are no texts to Python, such as `no` and `12`
public record YamlText(@Nullable Object value, Map<String, Integer> lines, Set<String> otherKeys) {
  /// The longest text, in characters.
  public static final int MAX_LENGTH = 1 << 20;

  /// How deep lists and maps may lie in each other, with aliases and merges written out.
  public static final int MAX_DEPTH = 50;

  /// What a text may come to when its aliases are written out: its values, the mappings that are
  /// merged, and the characters of scalars and keys, together.
  public static final int MAX_EXPANDED = 1 << 20;

  /// @throws BadYaml where the text is not YAML, or more than one document, or holds what JSON
  ///   cannot
  public static YamlText read(String text) throws BadYaml {
    if (text.length() > MAX_LENGTH) {
      throw BadYaml.at(
          null,
          "The text has %d characters (expected: at most %d)."
              .formatted(text.length(), MAX_LENGTH));
    }
    var lines = new TreeMap<String, Integer>();
    var otherKeys = new TreeSet<String>();
    try {
      Node root = compose(text);
      Object value = root == null ? null : new PyValues(lines, otherKeys).of(root);
      return new YamlText(value, lines, otherKeys);
    } catch (MarkedYAMLException e) {
      throw BadYaml.at(e.getProblemMark(), sentence(problem(e)));
    } catch (ReaderException e) {
      throw BadYaml.at(
          null,
          "The character U+%04X, at position %d, is none of YAML's."
              .formatted(e.getCodePoint(), e.getPosition()));
    } catch (YAMLException e) {
      throw BadYaml.at(null, sentence(e.getMessage()));
    }
  }

  /// The mapping that a config is; an empty text is an empty one.
  ///
  /// @throws BadYaml where it is something else
  public Map<String, @Nullable Object> mapping() throws BadYaml {
    var mapping = new LinkedHashMap<String, @Nullable Object>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> mapping.put(String.valueOf(key), item));
    } else if (value != null) {
      throw BadYaml.at(null, "The text is no mapping (expected: lines of 'key: value').");
    }
    return mapping;
  }

  /// The text of a value as above, which PyYAML reads as that value again.
  public static String write(Object value) {
    var style = new DumperOptions();
    style.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    var limits = new LoaderOptions();
    return new Yaml(
            new SafeConstructor(limits), new Representer(style), style, limits, new PyTags())
        .dump(value);
  }

  private static @Nullable Node compose(String text) {
    var limits = new LoaderOptions();
    limits.setCodePointLimit(MAX_LENGTH);
    limits.setNestingDepthLimit(MAX_DEPTH);
    // What they come to is counted where they are written out.
    limits.setMaxAliasesForCollections(Integer.MAX_VALUE);
    var parser = new PyEvents(text, limits);
    return new Composer(parser, new PyTags(), limits).getSingleNode();
  }

  /// Where the problem is only the end of a sentence, the context is its begin.
  private static @Nullable String problem(MarkedYAMLException e) {
    String problem = e.getProblem();
    return problem != null && problem.startsWith("but ")
        ? e.getContext() + ", " + problem
        : problem;
  }

  private static String sentence(@Nullable String problem) {
    String plain = problem == null ? "it is not YAML" : problem.strip();
    String first = plain.lines().findFirst().orElse(plain);
    return first.endsWith(".") ? first : first + ".";
  }
}
