package dev.slipway.wire;

import java.util.List;

/// Models, oldest first.
public record ModelsV1(List<ModelV1> models) {
  public ModelsV1 {
    models = List.copyOf(models);
  }
}
