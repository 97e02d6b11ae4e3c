package dev.slipway.app.house.planted.store;

/// Breach: a record of eight components. Its neighbour has seven.
public record Lengthy(int a, int b, int c, int d, int e, int f, int g, int h) {
  static final int NOT_A_COMPONENT = 9;

  /// No breach.
  public record Fitting(int a, int b, int c, int d, int e, int f, int g) {
    static final int NOT_A_COMPONENT = 8;
  }
}
