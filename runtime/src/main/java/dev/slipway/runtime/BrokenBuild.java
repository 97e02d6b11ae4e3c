package dev.slipway.runtime;

import java.io.IOException;

/// A build that cannot be done with what it was given. The message says why, in whole sentences, to
/// the owner of the model.
class BrokenBuild extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenBuild(String message) {
    super(message);
  }
}
