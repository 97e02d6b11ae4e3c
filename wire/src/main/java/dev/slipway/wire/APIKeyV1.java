package dev.slipway.wire;

/// A key, at the one moment when it can be read.
public record APIKeyV1(String apiKey) {
  @Override
  public String toString() {
    return "APIKeyV1[not shown]";
  }
}
