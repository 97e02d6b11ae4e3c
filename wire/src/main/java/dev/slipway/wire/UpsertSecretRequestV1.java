package dev.slipway.wire;

/// Writes a secret.
public record UpsertSecretRequestV1(String name, String value) {
  @Override
  public String toString() {
    return "UpsertSecretRequestV1[not shown]";
  }
}
