package dev.slipway.runtime.log;

import java.nio.file.Path;

/// Gives the begin of a file back to the disk while others append to it. The file stays as long as
/// it was, so that nothing which is written meanwhile can be lost, as it can where a file is cut.
@FunctionalInterface
interface HolePunch {
  HolePunch NONE = (_, _) -> false;

  /// @param length of what is not needed any more, from the begin of the file, in bytes
  /// @return false: this machine or this file system cannot; the file is as it was
  boolean punch(Path file, long length);

  /// That of this machine.
  static HolePunch ofMachine() {
    return System.getProperty("os.name", "").equals("Linux") ? LinuxHolePunch::punch : NONE;
  }
}
