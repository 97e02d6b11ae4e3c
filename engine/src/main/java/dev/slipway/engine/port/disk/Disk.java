package dev.slipway.engine.port.disk;

/// The file system that holds the data directory.
@FunctionalInterface
public interface Disk {
  /// A disk whose room is not looked at: there is always enough.
  Disk UNWATCHED = () -> new DiskSpace("", "", Long.MAX_VALUE, Long.MAX_VALUE);

  /// How much room there is now. Takes a few microseconds; where the system does not say, there is
  /// enough.
  DiskSpace space();
}
