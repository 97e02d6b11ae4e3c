package dev.slipway.app;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A lock on a directory itself, `flock` of the C library, which Java has no call for. It holds as
/// long as the directory is there, whatever is removed from it, and the operating system frees it
/// when the process ends, however it ends.
final class DirectoryLock implements AutoCloseable {
  private static final boolean LINUX = System.getProperty("os.name", "").equals("Linux");

  /// Read only, and not for child processes: a replica must not hold it. `O_DIRECTORY` would say
  /// more, but is another number on each processor.
  private static final int OPEN_FLAGS = LINUX ? 0x80000 : 0x1000000;

  private static final int EXCLUSIVE_NOW = 2 | 4;
  private static final int WOULD_BLOCK = LINUX ? 11 : 35;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /// `open` may have a third argument, and is called by the rules of such functions.
  private static final @Nullable MethodHandle OPEN =
      handle("open", Linker.Option.firstVariadicArg(2), ADDRESS, JAVA_INT);

  private static final @Nullable MethodHandle FLOCK =
      handle("flock", Linker.Option.captureCallState("errno"), JAVA_INT, JAVA_INT);

  private static final @Nullable MethodHandle CLOSE = handle("close", null, JAVA_INT);

  /// A negative one: the file system knows no such lock.
  private int descriptor;

  private DirectoryLock(int descriptor) {
    this.descriptor = descriptor;
  }

  /// Takes the lock.
  ///
  /// @return null where somebody else, or this process, has it
  static @Nullable DirectoryLock take(Path directory) {
    if (OPEN == null || FLOCK == null || CLOSE == null) {
      return new DirectoryLock(-1);
    }
    try (var arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int opened = (int) OPEN.invokeExact(arena.allocateFrom(directory.toString()), OPEN_FLAGS);
      if (opened < 0) {
        return new DirectoryLock(-1);
      }
      if ((int) FLOCK.invokeExact(state, opened, EXCLUSIVE_NOW) == 0) {
        return new DirectoryLock(opened);
      }
      boolean held = (int) ERRNO.get(state, 0L) == WOULD_BLOCK;
      int closed = (int) CLOSE.invokeExact(opened);
      return held || closed != 0 ? null : new DirectoryLock(-1);
    } catch (Throwable e) {
      throw new IllegalStateException("a call into the C library failed (expected: a result)", e);
    }
  }

  /// False where the file system of the directory, a network's say, knows no such lock.
  boolean isReal() {
    return descriptor >= 0;
  }

  @Override
  public void close() {
    int held = descriptor;
    descriptor = -1;
    if (held < 0 || CLOSE == null) {
      return;
    }
    try {
      int _ = (int) CLOSE.invokeExact(held);
    } catch (Throwable e) {
      throw new IllegalStateException("a call into the C library failed (expected: a result)", e);
    }
  }

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
}
