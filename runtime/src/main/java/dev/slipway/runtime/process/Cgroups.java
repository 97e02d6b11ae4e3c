package dev.slipway.runtime.process;

import dev.slipway.domain.deployment.LaunchSpec.Limits;
import dev.slipway.runtime.settings.DataDirs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Memory and processor limits by cgroup (version 2), where the server's own cgroup, or the systemd
/// unit that it is a subgroup of (`Delegate=yes`, `DelegateSubgroup=`), can hand out the `memory`
/// and `cpu` controllers. Slices and other units are never touched.
///
/// @param parent where a replica's cgroup is made; null: there are no limits on this machine
public record Cgroups(@Nullable Path parent) {
  private static final Logger LOG = LoggerFactory.getLogger(Cgroups.class);
  private static final String PREFIX = "slipway-";
  private static final String UNIT = ".service";
  private static final long CPU_PERIOD_MICROS = 100_000;

  /// Looks for a cgroup that can hold replicas, and logs once if there is none.
  public static Cgroups detect() {
    var found = new Cgroups(find(Path.of("/sys/fs/cgroup"), Path.of("/proc/self/cgroup")));
    if (found.parent() == null) {
      LOG.info("Replicas run without memory and processor limits: no writable cgroup v2 here.");
    }
    return found;
  }

  static @Nullable Path find(Path root, Path self) {
    try {
      var own =
          Files.readAllLines(self).stream()
              .filter(line -> line.startsWith("0::/"))
              .map(line -> root.resolve(line.substring("0::/".length())).normalize())
              .findFirst();
      if (own.isEmpty() || !Files.exists(root.resolve("cgroup.controllers"))) {
        return null;
      }
      var above = own.get().resolve("..").normalize();
      // Slices belong to the system; a unit that delegates belongs to its server.
      var delegated = above.startsWith(root) && above.toString().endsWith(UNIT);
      for (var dir : delegated ? List.of(own.get(), above) : List.of(own.get())) {
        if (Files.isWritable(dir) && handsOut(dir)) {
          return dir;
        }
      }
    } catch (IOException e) {
      return null;
    }
    return null;
  }

  private static boolean handsOut(Path dir) {
    var control = dir.resolve("cgroup.subtree_control");
    try {
      var given = Arrays.asList(Files.readString(control).strip().split(" ", -1));
      if (!given.containsAll(List.of("memory", "cpu"))) {
        Files.writeString(control, "+memory +cpu", StandardOpenOption.WRITE);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// Makes the cgroup of a replica.
  ///
  /// @return its directory; empty where there are no limits
  String make(String replica, Limits limits) throws IOException {
    if (parent == null) {
      return "";
    }
    var dir = Path.of(directory(replica));
    Files.createDirectories(dir);
    Files.writeString(dir.resolve("memory.max"), Long.toString((long) limits.memoryMib() << 20));
    Files.writeString(
        dir.resolve("cpu.max"),
        limits.millicpu() * CPU_PERIOD_MICROS / 1000 + " " + CPU_PERIOD_MICROS);
    return dir.toString();
  }

  /// Where a replica's cgroup is; empty where there are no limits.
  String directory(String replica) {
    return parent == null ? "" : parent.resolve(PREFIX + DataDirs.checked(replica)).toString();
  }

  /// Removes a replica's cgroup, once no process is in it.
  public static void remove(String cgroup) {
    if (cgroup.isEmpty() || !Path.of(cgroup).getFileName().toString().startsWith(PREFIX)) {
      return;
    }
    try {
      Files.deleteIfExists(Path.of(cgroup));
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("cgroup", cgroup)
          .log("cannot delete the cgroup of a replica that has ended", e);
    }
  }
}
