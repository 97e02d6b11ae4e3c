package dev.slipway.store.jdbc;

/// Checks of how many rows are asked for.
public final class Limit {
  private Limit() {}

  public static void check(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1 or more)");
    }
  }
}
