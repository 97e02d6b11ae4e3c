package dev.slipway.api;

import dev.slipway.wire.UploadTarget;
import dev.slipway.wire.UploadedBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Archives on their way in. An address for one upload is given out, the bytes are written beside
/// their place and moved there when they are durable; what no deployment uses is removed after a
/// while.
final class Uploads {
  /// How long an address, and an archive that no deployment uses, are kept.
  static final Duration KEPT = Duration.ofHours(1);

  /// Addresses that wait for their upload.
  static final int MAX_OPEN = 1000;

  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);
  private static final String PART = ".part";
  private static final int CHUNK = 64 * 1024;
  private static final Logger log = LoggerFactory.getLogger(Uploads.class);

  private final Path dir;
  private final long maxBytes;
  private final Tokens tokens;
  private final InstantSource time;
  private final Supplier<Set<String>> used;
  private final Map<String, Instant> open = new ConcurrentHashMap<>();
  private final ReadWriteLock sweeping = new ReentrantReadWriteLock();
  private volatile Instant sweptAt = Instant.MIN;

  /// @param dir where archives are kept; it is created
  /// @param used the archives that deployments are made of
  Uploads(Path dir, long maxBytes, Tokens tokens, InstantSource time, Supplier<Set<String>> used) {
    this.dir = dir;
    this.maxBytes = maxBytes;
    this.tokens = tokens;
    this.time = time;
    this.used = used;
    try {
      Files.createDirectories(dir);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the directory of uploads, " + dir, e);
    }
  }

  UploadTarget grant(String base) {
    Instant now = time.instant();
    open.values().removeIf(expires -> expires.isBefore(now));
    if (now.isAfter(sweptAt.plus(SWEEP_EVERY))) {
      sweep(now);
    }
    if (open.size() >= MAX_OPEN) {
      throw Problem.unavailable(
          "%d uploads are awaited already. Try again in a while.".formatted(MAX_OPEN));
    }
    String key = tokens.next();
    Instant expires = now.plus(KEPT);
    open.put(key, expires);
    return new UploadTarget(base + "/v1/uploads/" + key, "PUT", key, expires, maxBytes);
  }

  Reply receive(Request request) throws IOException {
    String key = request.value("upload_key");
    Instant expires = open.remove(key);
    if (expires == null || expires.isBefore(time.instant())) {
      throw Problem.notFound(
          "This upload address is unknown, used or expired. Ask for another one with POST /v1/prepare_model_upload.");
    }
    Path part = dir.resolve(key + PART);
    try {
      long bytes = write(request.bytes(), part);
      Files.move(part, dir.resolve(key), StandardCopyOption.ATOMIC_MOVE);
      settle();
      return Reply.ok(new UploadedBody(key, bytes));
    } catch (IOException | Problem e) {
      open.put(key, expires);
      throw e;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private long write(InputStream in, Path part) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long total = 0;
    try (var out =
        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int n = take(in, chunk); n >= 0; n = take(in, chunk)) {
        total += n;
        if (total > maxBytes) {
          throw Problem.tooLarge(
              "archive: larger than %d bytes (expected: at most that)".formatted(maxBytes));
        }
        var buffer = ByteBuffer.wrap(chunk, 0, n);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
      }
      if (total == 0) {
        throw Problem.invalid("archive: empty (expected: a tar, tar.gz or zip)");
      }
      out.force(true);
    }
    return total;
  }

  private static int take(InputStream in, byte[] chunk) {
    try {
      return in.read(chunk);
    } catch (IOException e) {
      throw Problem.invalid("archive: not all of it came: " + e.getMessage() + ". Send it again.");
    }
  }

  /// Makes the name of a file in `dir` durable too.
  private void settle() throws IOException {
    try (var channel = FileChannel.open(dir, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Runs `work` with an archive that stays where it is meanwhile.
  ///
  /// @param key null: there is no archive
  /// @throws Problem where there is no such archive
  <T> T using(@Nullable String key, Function<@Nullable String, T> work) {
    if (key == null) {
      return work.apply(null);
    }
    sweeping.readLock().lock();
    try {
      if (!Tokens.looksLikeOne(key) || !Files.isRegularFile(dir.resolve(key))) {
        throw Problem.invalid(
            "source.s3_key: \"%s\": no such archive, or it has expired (expected: the archive_key of an upload of the last hour). Prepare and send it again."
                .formatted(Texts.cut(key)));
      }
      return work.apply(key);
    } finally {
      sweeping.readLock().unlock();
    }
  }

  /// The file of an archive; null where it is gone.
  @Nullable Path file(String key) {
    Path file = Tokens.looksLikeOne(key) ? dir.resolve(key) : null;
    return file != null && Files.isRegularFile(file) ? file : null;
  }

  private void sweep(Instant now) {
    sweeping.writeLock().lock();
    try (var files = Files.list(dir)) {
      sweptAt = now;
      Set<String> inUse = used.get();
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = String.valueOf(file.getFileName());
        String key = name.endsWith(PART) ? name.substring(0, name.length() - PART.length()) : name;
        boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(KEPT));
        if (old && Tokens.looksLikeOne(key) && !inUse.contains(name)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      log.atWarn().addKeyValue("cause", e.toString()).log("old uploads could not be removed");
    } finally {
      sweeping.writeLock().unlock();
    }
  }
}
