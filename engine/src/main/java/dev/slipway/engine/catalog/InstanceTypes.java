package dev.slipway.engine.catalog;

import dev.slipway.domain.deployment.LaunchSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sizes that a replica can have. Local replicas have no GPUs.
public final class InstanceTypes {

  /// @param id also its name, `<cores>x<gibibytes>`
  /// @param millicpu thousandths of a core
  /// @param memoryMib mebibytes
  public record InstanceType(String id, int millicpu, int memoryMib) {}

  public static final List<InstanceType> ALL =
      List.of(type(1, 2), type(1, 4), type(2, 8), type(4, 16), type(8, 32), type(16, 64));

  private InstanceTypes() {}

  private static InstanceType type(int cores, int gib) {
    return new InstanceType(cores + "x" + gib, cores * 1000, gib * 1024);
  }

  public static @Nullable InstanceType find(String id) {
    return ALL.stream().filter(t -> t.id().equals(id)).findFirst().orElse(null);
  }

  /// The smallest type that holds `limits`, the largest where none does.
  public static InstanceType fitting(LaunchSpec.Limits limits) {
    return ALL.stream()
        .filter(t -> t.millicpu() >= limits.millicpu() && t.memoryMib() >= limits.memoryMib())
        .findFirst()
        .orElse(ALL.getLast());
  }
}
