package dev.slipway.api.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The query of a request.
public final class Query {
  /// The most parameters of one query.
  static final int MAX_PARAMETERS = 100;

  private final Map<String, List<String>> values;

  private Query(Map<String, List<String>> values) {
    this.values = values;
  }

  /// @param raw what follows the question mark; null: nothing does
  public static Query parse(@Nullable String raw) {
    var values = new LinkedHashMap<String, List<String>>();
    if (raw != null && !raw.isEmpty()) {
      String[] parts = raw.split("&", MAX_PARAMETERS + 1);
      if (parts.length > MAX_PARAMETERS) {
        throw Problem.invalid("query: more than " + MAX_PARAMETERS + " parameters");
      }
      for (String part : parts) {
        if (!part.isEmpty()) {
          int equals = part.indexOf('=');
          String name = equals < 0 ? part : part.substring(0, equals);
          String value = equals < 0 ? "" : part.substring(equals + 1);
          values
              .computeIfAbsent(Percent.decode(name, true), _ -> new ArrayList<>())
              .add(Percent.decode(value, true));
        }
      }
    }
    return new Query(values);
  }

  /// Refuses parameters other than these: one that is not understood must not be taken for done.
  public void only(List<String> known) {
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        String expected = known.isEmpty() ? "none" : String.join(", ", known);
        throw Problem.invalid(
            "query parameter \"%s\": not known here (expected: %s).%s"
                .formatted(Texts.cut(name), expected, Texts.didYouMean(name, known)));
      }
    }
  }

  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /// The value of a parameter, where it is not too long.
  public static String checked(String name, String value, int max) {
    int length = Texts.length(value);
    if (length > max) {
      throw Problem.invalid(
          "query parameter \"%s\": %d characters (expected: at most %d)"
              .formatted(name, length, max));
    }
    return value;
  }

  /// False where it is missing.
  public boolean flag(String name) {
    String value = given(name, Limits.NAME);
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.equals("true")) {
      return true;
    }
    throw Problem.invalid(
        "query parameter \"%s\": \"%s\" (expected: true or false)"
            .formatted(name, Texts.cut(value)));
  }

  /// @return null where it is missing
  @Nullable
  public Integer integer(String name, int min, int max) {
    String value = given(name, Limits.NAME);
    if (value == null) {
      return null;
    }
    boolean whole = value.matches("\\d{1,9}");
    if (!whole || Integer.parseInt(value) < min || Integer.parseInt(value) > max) {
      throw Problem.invalid(
          "query parameter \"%s\": \"%s\" (expected: an integer from %d to %d)"
              .formatted(name, Texts.cut(value), min, max));
    }
    return Integer.parseInt(value);
  }

  /// A text of the caller's.
  ///
  /// @return null where it is missing or empty
  @Nullable
  public String text(String name, int max) {
    String value = given(name, max);
    return value == null || value.isEmpty() ? null : value;
  }

  /// One of the values that the server knows: an empty one is none of them.
  ///
  /// @return null where it is missing
  @Nullable
  public String given(String name, int max) {
    List<String> given = all(name);
    if (given.size() > 1) {
      throw Problem.invalid("query parameter \"" + name + "\": given more than once");
    }
    return given.isEmpty() ? null : checked(name, given.getFirst(), max);
  }
}
