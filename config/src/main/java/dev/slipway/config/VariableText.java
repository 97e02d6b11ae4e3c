package dev.slipway.config;

import org.jspecify.annotations.Nullable;

/// Texts of environment variables, as Truss makes them of the values of a config.
public final class VariableText {
  private VariableText() {}

  /// @param value of `environment_variables`
  /// @return null: it is neither a text nor a number nor true or false
  public static @Nullable String of(@Nullable Object value) {
    return switch (value) {
      case String text -> text;
      case Boolean truth -> truth.toString();
      case Double number -> PyScalars.repr(number);
      case Number number -> number.toString();
      case null, default -> null;
    };
  }
}
