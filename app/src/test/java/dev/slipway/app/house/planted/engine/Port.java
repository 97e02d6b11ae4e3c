package dev.slipway.app.house.planted.engine;

import dev.slipway.app.house.planted.domain.Backwards;

/// Breach: needs the class that needs this one.
public interface Port {
  Backwards take();
}
