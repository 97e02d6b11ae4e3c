package dev.slipway.runtime.artifact;

/// An archive that is refused. The message tells its owner why, in whole sentences.
final class RefusedArchive extends BrokenBuild {
  private static final long serialVersionUID = 1L;

  RefusedArchive(String message) {
    super(message);
  }
}
