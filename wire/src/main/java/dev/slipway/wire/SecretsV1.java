package dev.slipway.wire;

import java.util.List;

/// Secrets of one team, oldest first.
public record SecretsV1(List<SecretV1> secrets) {
  public SecretsV1 {
    secrets = List.copyOf(secrets);
  }
}
