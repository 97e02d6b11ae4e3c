package dev.slipway.api.input;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The values of enums as they are published.
public final class Choices {
  private Choices() {}

  public static <E extends Enum<E>> @Nullable E find(String name, Class<E> type) {
    for (E value : type.getEnumConstants()) {
      if (value.name().equals(name)) {
        return value;
      }
    }
    return null;
  }

  /// @param what names the field in the error
  public static <E extends Enum<E>> E required(String what, String name, Class<E> type) {
    E value = find(name, type);
    if (value == null) {
      throw Problem.invalid(
          "%s: \"%s\" (expected: %s)".formatted(what, Texts.cut(name), names(type)));
    }
    return value;
  }

  public static <E extends Enum<E>> String names(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
  }
}
