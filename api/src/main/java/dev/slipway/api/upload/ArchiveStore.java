package dev.slipway.api.upload;

import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Texts;
import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.DiskSpace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The directory of archives, for every way of upload. An archive is written beside its place, up
/// to a size, and moved there once it is durable; one that no deployment uses is removed after a
/// while. An archive lies under its key; what is still being written has more behind the key's dot.
public final class ArchiveStore {
  /// How long an upload is awaited, and an archive that no deployment uses is kept.
  public static final Duration KEPT = Duration.ofHours(1);

  /// Uploads that are awaited, of all ways together.
  static final int MAX_AWAITED = 1000;

  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);
  private static final int CHUNK = 64 * 1024;

  /// How many bytes are written before the room on the disk is looked at again.
  private static final long LOOK_EVERY = 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(ArchiveStore.class);

  private final Path dir;
  private final long maxBytes;
  private final Tokens tokens;
  private final InstantSource time;
  private final Supplier<Set<String>> used;
  private final Disk disk;
  private final Set<Slot> awaited = ConcurrentHashMap.newKeySet();
  private final AtomicLong counter = new AtomicLong();
  private final ReadWriteLock sweeping = new ReentrantReadWriteLock();
  private volatile Instant sweptAt = Instant.MIN;

  /// @param dir is created where it is missing
  /// @param maxBytes the largest archive
  /// @param used the archives that deployments are made of
  /// @param disk that `dir` is on
  public ArchiveStore(
      Path dir,
      long maxBytes,
      Tokens tokens,
      InstantSource time,
      Supplier<Set<String>> used,
      Disk disk) {
    this.dir = dir;
    this.maxBytes = maxBytes;
    this.tokens = tokens;
    this.time = time;
    this.used = used;
    this.disk = disk;
    try {
      Files.createDirectories(dir);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the directory of uploads, " + dir, e);
    }
  }

  /// The place of one archive that is awaited. The archive may be sent again, as clients do after a
  /// broken answer, until a deployment is made of it.
  public final class Slot {
    private final String key;
    private final Instant expires;
    private boolean sealed;

    private Slot(String key, Instant expires) {
      this.key = key;
      this.expires = expires;
    }

    /// The key of the archive.
    public String key() {
      return key;
    }

    Instant expires() {
      return expires;
    }

    /// The largest archive, in bytes.
    long maxBytes() {
      return maxBytes;
    }

    /// Whether the archive may still be sent.
    public boolean isAwaited() {
      return awaited.contains(this) && !expires.isBefore(time.instant());
    }

    /// A path of its own beside the archive, where nothing is yet.
    public Path beside() {
      return dir.resolve(key + "." + counter.incrementAndGet());
    }

    /// To be called before anything is read.
    ///
    /// @param bytes that will be written, as far as that is known
    /// @throws Problem where they are too many for an archive, or for the disk
    public void checkRoom(long bytes) {
      checkSize(bytes);
      ArchiveStore.this.checkRoom(bytes);
    }

    /// Takes the whole archive at once.
    ///
    /// @param check runs once everything was read, and may refuse it
    /// @return its size in bytes
    public long receive(InputStream in, Runnable check) throws IOException {
      Path part = beside();
      try {
        long bytes = write(in, part, new AtomicLong(), check);
        checkNotEmpty(bytes);
        publish(part);
        return bytes;
      } finally {
        Files.deleteIfExists(part);
      }
    }

    /// Writes a new file, and returns when it is on the disk. Where that fails, the file is gone
    /// and its bytes are not counted.
    ///
    /// @param total of all files of this archive; it is increased
    /// @param check runs once everything was read, and may refuse it
    /// @return the bytes of this file
    /// @throws Problem where the archive becomes too large, or the disk full
    public long write(InputStream in, Path to, AtomicLong total, Runnable check)
        throws IOException {
      byte[] chunk = new byte[CHUNK];
      long bytes = 0;
      long lookAt = LOOK_EVERY;
      try (var out =
          FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (int n = take(in, chunk); n >= 0; n = take(in, chunk)) {
          bytes += n;
          checkSize(total.addAndGet(n));
          if (bytes >= lookAt) {
            ArchiveStore.this.checkRoom(0);
            lookAt = bytes + LOOK_EVERY;
          }
          var buffer = ByteBuffer.wrap(chunk, 0, n);
          while (buffer.hasRemaining()) {
            out.write(buffer);
          }
        }
        out.force(true);
        check.run();
        return bytes;
      } catch (IOException | RuntimeException e) {
        total.addAndGet(-bytes);
        Files.deleteIfExists(to);
        throw e;
      }
    }

    /// Makes a written file the archive, durably, in place of one that was sent before.
    ///
    /// @throws Problem where a deployment was made of the archive meanwhile
    public synchronized void publish(Path written) throws IOException {
      if (sealed) {
        throw Problem.forbidden("A deployment was made of this archive; ask for a new upload.");
      }
      Files.move(
          written,
          dir.resolve(key),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      try (var channel = FileChannel.open(dir, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }

    /// From now on the archive stays as it is, and is not awaited any more.
    synchronized void seal() {
      sealed = true;
      awaited.remove(this);
    }
  }

  /// Makes room for one more archive.
  ///
  /// @throws Problem where too many are awaited, or the disk is full
  public Slot await() {
    Instant now = time.instant();
    awaited.removeIf(slot -> slot.expires.isBefore(now));
    if (now.isAfter(sweptAt.plus(SWEEP_EVERY))) {
      sweep(now);
    }
    checkRoom(0);
    if (awaited.size() >= MAX_AWAITED) {
      throw Problem.unavailable(
          "%d uploads are awaited already. Try again in a while.".formatted(MAX_AWAITED));
    }
    var slot = new Slot(tokens.next(), now.plus(KEPT));
    awaited.add(slot);
    return slot;
  }

  /// Runs `work` with an archive that stays where it is, and as it is, from now on.
  ///
  /// @param key null: there is no archive
  /// @throws Problem where there is no such archive
  <T> T using(@Nullable String key, Function<@Nullable String, T> work) {
    if (key == null) {
      return work.apply(null);
    }
    sweeping.readLock().lock();
    try {
      awaited.stream().filter(slot -> slot.key.equals(key)).forEach(Slot::seal);
      if (file(key) == null) {
        throw Problem.invalid(
            "source.s3_key: \"%s\": no such archive, or it has expired (expected: the archive_key of an upload of the last hour). Prepare and send it again."
                .formatted(Texts.cut(key)));
      }
      return work.apply(key);
    } finally {
      sweeping.readLock().unlock();
    }
  }

  /// The file of an archive; null where there is none.
  @Nullable Path file(String key) {
    Path file = Tokens.looksLikeOne(key) ? dir.resolve(key) : null;
    return file != null && Files.isRegularFile(file) ? file : null;
  }

  private void checkRoom(long bytes) {
    DiskSpace space = disk.space();
    if (!space.hasRoomFor(bytes)) {
      throw Problem.noRoom("DISK_FULL", bytes == 0 ? space.full() : space.tooSmallFor(bytes));
    }
  }

  private void checkSize(long bytes) {
    if (bytes > maxBytes) {
      throw Problem.tooLarge(
          "archive: larger than %d bytes (expected: at most that)".formatted(maxBytes));
    }
  }

  public static void checkNotEmpty(long bytes) {
    if (bytes == 0) {
      throw Problem.invalid("archive: empty (expected: a tar, tar.gz or zip)");
    }
  }

  private static int take(InputStream in, byte[] chunk) {
    try {
      return in.read(chunk);
    } catch (IOException e) {
      throw Problem.invalid("archive: not all of it came: " + e.getMessage() + ". Send it again.");
    }
  }

  /// Removes what is old, and no archive in use.
  private void sweep(Instant now) {
    Instant before = now.minus(KEPT);
    sweptAt = now;
    sweeping.writeLock().lock();
    try (var files = Files.list(dir)) {
      Set<String> inUse = used.get();
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = String.valueOf(file.getFileName());
        String key = name.split("\\.", 2)[0];
        boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(before);
        if (old && Tokens.looksLikeOne(key) && !inUse.contains(name)) {
          remove(file);
        }
      }
    } catch (IOException e) {
      LOG.atWarn()
          .addKeyValue("cause", e.toString())
          .log("old uploads could not be removed; trying again in {} min", SWEEP_EVERY.toMinutes());
    } finally {
      sweeping.writeLock().unlock();
    }
  }

  /// Removes a file, or a directory and the files in it; nothing where it is gone.
  public static void remove(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (var files = Files.list(path)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.deleteIfExists(path);
  }
}
