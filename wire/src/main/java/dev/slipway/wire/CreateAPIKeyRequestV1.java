package dev.slipway.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A new key.
///
/// @param name null for none
/// @param modelIds null for all models
public record CreateAPIKeyRequestV1(
    @Nullable String name, String type, @Nullable List<String> modelIds) {
  public CreateAPIKeyRequestV1 {
    modelIds = modelIds == null ? null : List.copyOf(modelIds);
  }
}
