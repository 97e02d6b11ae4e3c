package dev.slipway.runtime.artifact;

import java.io.IOException;

/// A build that cannot be done with what it was given. The message says why, in whole sentences, to
/// the owner of the model.
public class BrokenBuild extends IOException {
  private static final long serialVersionUID = 1L;

  public BrokenBuild(String message) {
    super(message);
  }
}
