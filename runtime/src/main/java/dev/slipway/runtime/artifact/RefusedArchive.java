package dev.slipway.runtime.artifact;

/// An archive that is not unpacked. The message says why, in whole sentences, to its owner.
final class RefusedArchive extends BrokenBuild {
  private static final long serialVersionUID = 1L;

  RefusedArchive(String message) {
    super(message);
  }
}
