package dev.slipway.runtime.artifact;

import java.io.IOException;

/// A build that failed because of its input. The message tells the owner of the model why, in whole
/// sentences.
public class BrokenBuild extends IOException {
  private static final long serialVersionUID = 1L;

  public BrokenBuild(String message) {
    super(message);
  }
}
