package dev.slipway.app;

import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.DiskSpace;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToLongFunction;

/// The room on the disk of the data directory as metrics, each read when it is scraped.
final class DiskMetrics {
  private DiskMetrics() {}

  static void register(MeterRegistry registry, Disk disk) {
    gauge(registry, disk, "free", "bytes that may still be written", DiskSpace::freeBytes);
    gauge(registry, disk, "total", "the size of the file system", DiskSpace::totalBytes);
    gauge(
        registry,
        disk,
        "low.water",
        "free bytes below which readiness and the log warn",
        DiskSpace::lowWater);
    gauge(
        registry,
        disk,
        "reserved",
        "free bytes below which nothing new is taken",
        DiskSpace::reserved);
  }

  private static void gauge(
      MeterRegistry registry,
      Disk disk,
      String name,
      String description,
      ToLongFunction<DiskSpace> value) {
    Gauge.builder("slipway.disk." + name, disk, d -> value.applyAsLong(d.space()))
        .description("disk of the data directory: " + description)
        .baseUnit("bytes")
        .register(registry);
  }
}
