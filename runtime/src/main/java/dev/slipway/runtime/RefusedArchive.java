package dev.slipway.runtime;

import java.io.IOException;

/// An archive that is not unpacked. The message says why, in whole sentences, to its owner.
final class RefusedArchive extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedArchive(String message) {
    super(message);
  }
}
