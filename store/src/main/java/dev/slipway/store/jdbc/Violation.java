package dev.slipway.store.jdbc;

/// Sentences for violated constraints.
final class Violation {
  private Violation() {}

  static String message(String constraint) {
    String what =
        switch (constraint) {
          case "model_name" -> "the team already has a model of this name";
          case "deployment_name" -> "the model already has a deployment of this name";
          case "environment_name" -> "the model already has an environment of this name";
          case "promotion_active" -> "the environment already has a promotion in progress";
          case "foreign_key" -> "a row speaks of another row that does not exist";
          default -> "a value that must be unique is taken";
        };
    return "Constraint " + constraint + ": " + what + ". Nothing was written.";
  }
}
