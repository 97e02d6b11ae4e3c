package dev.slipway.runtime.log;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// `fallocate` of Linux, which ext4, xfs, btrfs, tmpfs and overlayfs know, and Java has no call
/// for.
final class LinuxHolePunch {
  private static final int WRITE_ONLY = 1;
  private static final int PUNCH_HOLE_AND_KEEP_SIZE = 2 | 1;

  /// `open` may have a third argument, and is called by the rules of such functions.
  private static final @Nullable MethodHandle OPEN =
      handle("open", Linker.Option.firstVariadicArg(2), ADDRESS, JAVA_INT);

  private static final @Nullable MethodHandle FALLOCATE =
      handle("fallocate", null, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final @Nullable MethodHandle CLOSE = handle("close", null, JAVA_INT);

  private LinuxHolePunch() {}

  @SuppressWarnings("restricted") // They are called as their manual pages say.
  private static @Nullable MethodHandle handle(
      String name, Linker.@Nullable Option option, MemoryLayout... arguments) {
    var linker = Linker.nativeLinker();
    var options = option == null ? new Linker.Option[0] : new Linker.Option[] {option};
    return linker
        .defaultLookup()
        .find(name)
        .map(f -> linker.downcallHandle(f, FunctionDescriptor.of(JAVA_INT, arguments), options))
        .orElse(null);
  }

  static boolean punch(Path file, long length) {
    // `off_t` has 64 bits only where addresses have.
    boolean wide = ADDRESS.byteSize() == JAVA_LONG.byteSize();
    if (!wide || OPEN == null || FALLOCATE == null || CLOSE == null) {
      return false;
    }
    try (var arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(file.toAbsolutePath().toString());
      int descriptor = (int) OPEN.invokeExact(name, WRITE_ONLY);
      if (descriptor < 0) {
        return false;
      }
      int refused = (int) FALLOCATE.invokeExact(descriptor, PUNCH_HOLE_AND_KEEP_SIZE, 0L, length);
      int closed = (int) CLOSE.invokeExact(descriptor);
      return refused == 0 && closed == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("a call into the C library failed (expected: a result)", e);
    }
  }
}
