package dev.slipway.runtime.truss;

/// A Python of this machine that can make virtual environments.
///
/// @param executable its real path
/// @param minor 11 for Python 3.11
/// @param version as it says itself, like 3.11.7
record Python(String executable, int minor, String version) {
  @Override
  public String toString() {
    return "Python " + version;
  }
}
