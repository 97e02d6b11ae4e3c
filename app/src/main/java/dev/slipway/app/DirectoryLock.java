package dev.slipway.app;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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

  /// How a file system says that it knows no such lock: EBADF (it wants a file that is open for
  /// writing, which no directory is), EINVAL, ENOLCK, ENOSYS, EOPNOTSUPP and ENOTSUP.
  private static final Set<Integer> NOT_SUPPORTED =
      LINUX ? Set.of(9, 22, 37, 38, 95) : Set.of(9, 22, 45, 77, 78, 102);

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  /// `open` may have a third argument, and is called by the rules of such functions.
  private static final @Nullable MethodHandle OPEN =
      handle(
          "open",
          List.of(Linker.Option.firstVariadicArg(2), Linker.Option.captureCallState("errno")),
          ADDRESS,
          JAVA_INT);

  private static final @Nullable MethodHandle FLOCK =
      handle("flock", List.of(Linker.Option.captureCallState("errno")), JAVA_INT, JAVA_INT);

  private static final @Nullable MethodHandle CLOSE = handle("close", List.of(), JAVA_INT);

  /// A negative one: the file system knows no such lock.
  private int descriptor;

  private DirectoryLock(int descriptor) {
    this.descriptor = descriptor;
  }

  /// Takes the lock.
  ///
  /// @return null where somebody else, or this process, has it
  /// @throws IOException where the directory cannot be opened or locked, for a reason that says
  ///   nothing of who has it
  static @Nullable DirectoryLock take(Path directory) throws IOException {
    if (OPEN == null || FLOCK == null || CLOSE == null) {
      return new DirectoryLock(-1);
    }
    int opened;
    int error = 0;
    try (var arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      opened = (int) OPEN.invokeExact(state, arena.allocateFrom(directory.toString()), OPEN_FLAGS);
      if (opened < 0 || (int) FLOCK.invokeExact(state, opened, EXCLUSIVE_NOW) != 0) {
        error = (int) ERRNO.get(state, 0L);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("a call into the C library failed (expected: a result)", e);
    }
    if (opened < 0) {
      throw new IOException("the directory cannot be opened to lock it (" + words(error) + ")");
    }
    var lock = new DirectoryLock(opened);
    if (error == 0) {
      return lock;
    }
    lock.close();
    if (error == WOULD_BLOCK) {
      return null;
    }
    if (!NOT_SUPPORTED.contains(error)) {
      throw new IOException("the directory cannot be locked (" + words(error) + ")");
    }
    return lock;
  }

  /// The errors that an operator can do something about, in the system's words.
  private static String words(int error) {
    return switch (error) {
      case 2 -> "No such file or directory";
      case 5 -> "Input/output error";
      case 13 -> "Permission denied";
      case 20 -> "Not a directory";
      case 23 -> "Too many open files in system";
      case 24 -> "Too many open files";
      default -> "error " + error + " of the system";
    };
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
      String name, List<Linker.Option> options, MemoryLayout... arguments) {
    var linker = Linker.nativeLinker();
    var description = FunctionDescriptor.of(JAVA_INT, arguments);
    return linker
        .defaultLookup()
        .find(name)
        .map(f -> linker.downcallHandle(f, description, options.toArray(Linker.Option[]::new)))
        .orElse(null);
  }
}
