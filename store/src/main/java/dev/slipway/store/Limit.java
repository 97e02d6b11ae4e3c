package dev.slipway.store;

/// Checks of how many rows are asked for.
final class Limit {
  private Limit() {}

  static void check(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1 or more)");
    }
  }
}
