package dev.slipway.api.input;

import dev.slipway.domain.settings.Range;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the fields of one JSON object of a body; every complaint names the field by its path.
public final class Fields {
  private final JsonNode node;
  private final String path;

  private Fields(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /// @param path where the object is; empty for the body itself
  public static Fields of(JsonNode node, String path) {
    if (!node.isObject()) {
      throw wrong(path.isEmpty() ? "body" : path, node, "a JSON object");
    }
    return new Fields(node, path);
  }

  /// The path of a field.
  public String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /// Refuses fields other than these.
  public Fields strict(String... known) {
    var names = Arrays.asList(known);
    for (String name : node.propertyNames()) {
      if (!names.contains(name)) {
        throw Problem.invalid(
            path(Texts.cut(name))
                + ": unknown field (expected: "
                + String.join(", ", names)
                + ")."
                + Texts.didYouMean(name, names));
      }
    }
    return this;
  }

  /// Refuses settings of the published API that this server does not have, so that nobody takes one
  /// for done. A null asks for nothing.
  public void absent(String... names) {
    for (String name : names) {
      if (value(name) != null) {
        throw Problem.notAvailable(path(name) + ": leave it out, since it is");
      }
    }
  }

  /// The whole object.
  JsonNode whole() {
    return node;
  }

  List<String> names() {
    return List.copyOf(node.propertyNames());
  }

  boolean has(String name) {
    return node.has(name);
  }

  /// The value of a field; null where it is missing or null.
  @Nullable
  public JsonNode value(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  JsonNode required(String name, String expected) {
    JsonNode value = value(name);
    if (value == null) {
      throw Problem.invalid(path(name) + ": missing (expected: " + expected + ")");
    }
    return value;
  }

  @Nullable Fields object(String name) {
    JsonNode value = value(name);
    return value == null ? null : of(value, path(name));
  }

  public Fields requiredObject(String name) {
    return of(required(name, "a JSON object"), path(name));
  }

  @Nullable
  public String text(String name, int max) {
    JsonNode value = value(name);
    return value == null ? null : text(value, path(name), max);
  }

  public String requiredText(String name, int max) {
    return text(required(name, "a string"), path(name), max);
  }

  public List<String> texts(String name, int maxItems, int maxLength) {
    JsonNode value = value(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray() || value.size() > maxItems) {
      throw wrong(path(name), value, "a list of at most " + maxItems + " strings");
    }
    var texts = new ArrayList<String>();
    for (JsonNode item : value) {
      texts.add(text(item, path(name) + "[" + texts.size() + "]", maxLength));
    }
    return texts;
  }

  @Nullable Boolean flag(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isBoolean()) {
      throw wrong(path(name), value, "true or false");
    }
    return value.asBoolean();
  }

  public boolean flag(String name, boolean otherwise) {
    Boolean value = flag(name);
    return value == null ? otherwise : value;
  }

  @Nullable
  public Integer integer(String name, int min, int max) {
    JsonNode value = value(name);
    return value == null ? null : (int) whole(value, path(name), min, max);
  }

  /// The setting of this name, where it is given.
  @Nullable
  public Integer integer(Range range) {
    return integer(range.name(), range.min(), range.max());
  }

  @Nullable
  public Long number(String name, long min, long max) {
    JsonNode value = value(name);
    return value == null ? null : whole(value, path(name), min, max);
  }

  <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
    JsonNode value = value(name);
    return value == null ? null : choice(value, path(name), type);
  }

  public <E extends Enum<E>> E requiredChoice(String name, Class<E> type) {
    return choice(required(name, Choices.names(type)), path(name), type);
  }

  private static <E extends Enum<E>> E choice(JsonNode value, String path, Class<E> type) {
    E found = value.isString() ? Choices.find(value.asString(), type) : null;
    if (found == null) {
      throw wrong(path, value, Choices.names(type));
    }
    return found;
  }

  /// As JSON Schema has it, 37.0 is an integer.
  private static long whole(JsonNode value, String path, long min, long max) {
    BigDecimal number = value.isNumber() ? value.decimalValue() : null;
    boolean fits =
        number != null
            && number.compareTo(BigDecimal.valueOf(min)) >= 0
            && number.compareTo(BigDecimal.valueOf(max)) <= 0
            && number.stripTrailingZeros().scale() <= 0;
    if (number == null || !fits) {
      throw wrong(path, value, "an integer from " + min + " to " + max);
    }
    return number.longValueExact();
  }

  private static String text(JsonNode value, String path, int max) {
    if (!value.isString()) {
      throw wrong(path, value, "a string");
    }
    String text = value.asString();
    int length = Texts.length(text);
    if (length > max) {
      throw Problem.invalid(
          "%s: %d characters (expected: at most %d)".formatted(path, length, max));
    }
    return text;
  }

  public static Problem wrong(String path, JsonNode value, String expected) {
    String shown =
        value.isContainer()
            ? "a JSON " + value.getNodeType().name().toLowerCase(Locale.ROOT)
            : Texts.cut(value.toString());
    return Problem.invalid(path + ": " + shown + " (expected: " + expected + ")");
  }
}
