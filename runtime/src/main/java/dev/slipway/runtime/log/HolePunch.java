package dev.slipway.runtime.log;

import java.nio.file.Path;

/// Frees the leading blocks of a file while others append to it (`fallocate` with `PUNCH_HOLE`).
/// The file stays as long as it was, so that nothing which is written meanwhile can be lost, as it
/// can where a file is cut.
@FunctionalInterface
interface HolePunch {
  HolePunch NONE = (_, _) -> false;

  /// @param length bytes to free, from the beginning of the file
  /// @return false: this machine or this file system cannot; the file is as it was
  boolean punch(Path file, long length);

  /// The implementation for this machine.
  static HolePunch ofMachine() {
    return System.getProperty("os.name", "").equals("Linux") ? LinuxHolePunch::punch : NONE;
  }
}
