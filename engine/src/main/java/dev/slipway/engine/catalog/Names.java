package dev.slipway.engine.catalog;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The rules that names of models, deployments and environments must follow.
public final class Names {
  /// Longest name of a model or deployment.
  public static final int MAX_LENGTH = 255;

  /// Longest name of an environment, so that it fits a host label.
  public static final int MAX_ENVIRONMENT_LENGTH = 40;

  private static final Pattern DEPLOYMENT = Pattern.compile("[A-Za-z0-9_.-]+");
  private static final Pattern ENVIRONMENT = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

  private Names() {}

  /// @return what is wrong with `name`, or null
  public static @Nullable String checkDeployment(String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH || !DEPLOYMENT.matcher(name).matches()) {
      return "deployment name: '%s' (expected: 1 to %d of A-Z a-z 0-9 - _ .)"
          .formatted(cut(name), MAX_LENGTH);
    }
    return null;
  }

  /// @return what is wrong with `name`, or null
  public static @Nullable String checkEnvironment(String name) {
    if (name.length() > MAX_ENVIRONMENT_LENGTH || !ENVIRONMENT.matcher(name).matches()) {
      return "environment name: '%s' (expected: 1 to %d of a-z 0-9 -, not beginning or ending with -)"
          .formatted(cut(name), MAX_ENVIRONMENT_LENGTH);
    }
    return name.equals("development")
        ? "environment name: 'development' (expected: another one; this name stands for the development deployment)"
        : null;
  }

  /// @return what is wrong with `name`, or null
  public static @Nullable String checkModel(String name) {
    if (name.isBlank() || name.codePointCount(0, name.length()) > MAX_LENGTH) {
      return "model name: '%s' (expected: 1 to %d characters)".formatted(cut(name), MAX_LENGTH);
    }
    return name.chars().anyMatch(Character::isISOControl)
        ? "model name: it has control characters (expected: none)"
        : null;
  }

  private static String cut(String name) {
    return name.length() <= 60 ? name : name.substring(0, 60) + "…";
  }
}
