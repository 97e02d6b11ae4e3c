package dev.slipway.wire;

import java.util.List;

/// All keys, oldest first.
public record APIKeysV1(List<APIKeyInfoV1> keys) {
  public APIKeysV1 {
    keys = List.copyOf(keys);
  }
}
