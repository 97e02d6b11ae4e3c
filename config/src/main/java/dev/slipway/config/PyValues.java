package dev.slipway.config;

import static dev.slipway.config.PyScalars.cut;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Makes values of nodes, as PyYAML's safe constructor does; aliases are written out.
final class PyValues {
  /// How deep below the top the lines of keys are noted.
  static final int MAX_NOTED_DEPTH = 3;

  private static final String AGAIN =
      "An anchor is used inside of what it names, which no file can hold; write it out.";

  private final Map<String, Integer> lines;
  private final Set<String> otherKeys;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<String> path = new ArrayList<>();
  private long expanded;

  /// @param lines is given the lines of keys
  /// @param otherKeys is given the keys that are no texts
  PyValues(Map<String, Integer> lines, Set<String> otherKeys) {
    this.lines = lines;
    this.otherKeys = otherKeys;
  }

  /// One key of a mapping with its value.
  ///
  /// @param name as a field of JSON
  private record Entry(String name, Node key, Node value) {}

  @Nullable Object of(Node node) throws BadYaml {
    count(node, 1);
    enter(node);
    Object value = value(node);
    open.remove(node);
    return value;
  }

  /// Takes note that what is read next is in a list or mapping; a scalar is not noted.
  private void enter(Node node) throws BadYaml {
    if (node instanceof ScalarNode) {
      return;
    }
    if (!open.add(node)) {
      throw BadYaml.at(node.getStartMark(), AGAIN);
    }
    if (open.size() > YamlText.MAX_DEPTH) {
      throw BadYaml.at(
          node.getStartMark(),
          "With its aliases and merges written out this lies in more than %d lists and mappings"
                  .formatted(YamlText.MAX_DEPTH)
              + " (expected: at most that).");
    }
  }

  private @Nullable Object value(Node node) throws BadYaml {
    Tag tag = node.getTag();
    Mark at = node.getStartMark();
    if (tag.equals(Tag.MAP)) {
      return map(node);
    }
    if (tag.equals(Tag.SEQ)) {
      return list(node);
    }
    if (tag.equals(Tag.OMAP) || tag.equals(Tag.PAIRS)) {
      return pairs(node);
    }
    if (tag.equals(Tag.STR)) {
      return text(node);
    }
    if (tag.equals(Tag.NULL)) {
      text(node);
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return PyScalars.bool(text(node), at);
    }
    if (tag.equals(Tag.INT)) {
      return PyScalars.integer(shortText(node), at);
    }
    if (tag.equals(Tag.FLOAT)) {
      return PyScalars.number(shortText(node), at);
    }
    if (tag.equals(Tag.TIMESTAMP)) {
      return PyScalars.timestamp(shortText(node), at);
    }
    throw BadYaml.at(at, unknown(tag));
  }

  private static String unknown(Tag tag) {
    if (tag.equals(Tag.BINARY) || tag.equals(Tag.SET)) {
      return "JSON, in which a config travels, cannot hold a value with the tag " + tag + ".";
    }
    if (tag.equals(Tag.MERGE) || tag.equals(PyTags.VALUE)) {
      return "<< and = alone are no texts: YAML 1.1 has them for other uses. Put it in quotes.";
    }
    return "The tag " + cut(tag.toString()) + " is not known (expected: none, or one of YAML's).";
  }

  /// The text of a scalar, or of a mapping's key `=`.
  private String text(Node node) throws BadYaml {
    if (node instanceof ScalarNode scalar) {
      count(scalar, scalar.getValue().length());
      return scalar.getValue();
    }
    if (node instanceof MappingNode mapping) {
      count(mapping, mapping.getValue().size());
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode().getTag().equals(PyTags.VALUE)) {
          Node inner = tuple.getValueNode();
          enter(inner);
          String text = text(inner);
          open.remove(inner);
          return text;
        }
      }
    }
    throw wrongKind(node, "one value");
  }

  /// The text of a number or date, which has a limit where a tag is written, too: the time that
  /// reading it takes grows with the square of its length.
  private String shortText(Node node) throws BadYaml {
    String text = text(node);
    if (text.length() > PyTags.MAX_RESOLVED) {
      throw BadYaml.at(
          node.getStartMark(),
          "A number or date has %d characters (expected: at most %d; with the tag !!str it is a text)."
              .formatted(text.length(), PyTags.MAX_RESOLVED));
    }
    return text;
  }

  private List<@Nullable Object> list(Node node) throws BadYaml {
    if (!(node instanceof SequenceNode sequence)) {
      throw wrongKind(node, "a list");
    }
    var list = new ArrayList<@Nullable Object>();
    for (Node item : sequence.getValue()) {
      path.add("[" + list.size() + "]");
      list.add(of(item));
      path.removeLast();
    }
    return list;
  }

  private List<@Nullable Object> pairs(Node node) throws BadYaml {
    if (!(node instanceof SequenceNode sequence)) {
      throw wrongKind(node, "a list");
    }
    var list = new ArrayList<@Nullable Object>();
    for (Node item : sequence.getValue()) {
      if (!(item instanceof MappingNode mapping) || mapping.getValue().size() != 1) {
        throw wrongKind(item, "a mapping of one key");
      }
      NodeTuple only = mapping.getValue().getFirst();
      var pair = new ArrayList<@Nullable Object>();
      pair.add(of(only.getKeyNode()));
      pair.add(of(only.getValueNode()));
      list.add(pair);
    }
    return list;
  }

  private Map<String, @Nullable Object> map(Node node) throws BadYaml {
    if (!(node instanceof MappingNode mapping)) {
      throw wrongKind(node, "a mapping");
    }
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (Entry entry : entries(mapping).values()) {
      count(entry.key(), entry.name().length());
      path.add(path.isEmpty() ? entry.name() : "." + entry.name());
      note(entry);
      map.put(entry.name(), of(entry.value()));
      path.removeLast();
    }
    return map;
  }

  private void note(Entry entry) {
    if (path.size() > MAX_NOTED_DEPTH) {
      return;
    }
    String here = String.join("", path);
    lines.put(here, entry.key().getStartMark().getLine() + 1);
    if (!entry.key().getTag().equals(Tag.STR)) {
      otherKeys.add(here);
    }
  }

  /// What a mapping holds with what its merge keys bring: its own keys win, then the first of
  /// several merged mappings.
  private Map<Object, Entry> entries(MappingNode mapping) throws BadYaml {
    var own = new LinkedHashMap<Object, Entry>();
    Map<Object, Entry> merged = new LinkedHashMap<>();
    Node merge = null;
    for (NodeTuple tuple : mapping.getValue()) {
      Node key = tuple.getKeyNode();
      if (key.getTag().equals(Tag.MERGE)) {
        if (merge != null) {
          throw twice(key, merge, "<<", "Merge a list: '<<: [*first, *second]'.");
        }
        merge = key;
        merged = merged(tuple.getValueNode());
        continue;
      }
      Object constant = key(key);
      var entry = new Entry(PyScalars.key(constant), key, tuple.getValueNode());
      Entry before = own.put(identity(constant), entry);
      if (before != null) {
        throw twice(key, before.key(), entry.name(), "Keep one of them.");
      }
    }
    merged.putAll(own);
    noTwoFieldsOfJson(merged);
    return merged;
  }

  private Map<Object, Entry> merged(Node value) throws BadYaml {
    var all = new LinkedHashMap<Object, Entry>();
    if (value instanceof MappingNode mapping) {
      inherit(mapping, all);
      return all;
    }
    if (!(value instanceof SequenceNode sequence)) {
      throw wrongKind(value, "a mapping, or a list of mappings, to be merged");
    }
    for (Node item : sequence.getValue().reversed()) {
      if (!(item instanceof MappingNode mapping)) {
        throw wrongKind(item, "a mapping to be merged");
      }
      inherit(mapping, all);
    }
    return all;
  }

  private void inherit(MappingNode from, Map<Object, Entry> into) throws BadYaml {
    count(from, 1);
    enter(from);
    for (var entry : entries(from).entrySet()) {
      count(entry.getValue().key(), 1);
      into.put(entry.getKey(), entry.getValue());
    }
    open.remove(from);
  }

  private @Nullable Object key(Node node) throws BadYaml {
    if (!(node instanceof ScalarNode) || node.getTag().equals(Tag.TIMESTAMP)) {
      throw BadYaml.at(
          node.getStartMark(), "A key is no text (expected: one; put a date in quotes).");
    }
    return of(node);
  }

  /// Keys that are one to Python are one here: 1, 1.0 and true.
  private static Object identity(@Nullable Object key) {
    return switch (key) {
      case null -> List.of();
      case Boolean truth -> truth ? BigDecimal.ONE : BigDecimal.ZERO;
      case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
      default -> key;
    };
  }

  /// The keys 1 and "1" are two to Python, and one field of JSON.
  private static void noTwoFieldsOfJson(Map<Object, Entry> entries) throws BadYaml {
    var seen = new HashMap<String, Entry>();
    for (Entry entry : entries.values()) {
      Entry before = seen.put(entry.name(), entry);
      if (before != null) {
        throw twice(entry.key(), before.key(), entry.name(), "Keep one of them.");
      }
    }
  }

  private static BadYaml twice(Node key, Node before, String name, String todo) {
    return BadYaml.twice(
        key.getStartMark(),
        "The key '%s' is there twice: also in line %d. %s"
            .formatted(cut(name), before.getStartMark().getLine() + 1, todo));
  }

  private static BadYaml wrongKind(Node node, String expected) {
    return BadYaml.at(
        node.getStartMark(),
        "A %s stands here (expected: %s)."
            .formatted(
                switch (node) {
                  case MappingNode _ -> "mapping";
                  case SequenceNode _ -> "list";
                  default -> "single value";
                },
                expected));
  }

  private void count(Node at, int more) throws BadYaml {
    expanded += more;
    if (expanded > YamlText.MAX_EXPANDED) {
      throw BadYaml.at(
          at.getStartMark(),
          "With its aliases written out the text holds more than %d values and characters"
                  .formatted(YamlText.MAX_EXPANDED)
              + " (expected: at most that).");
    }
  }
}
