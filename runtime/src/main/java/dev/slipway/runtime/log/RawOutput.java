package dev.slipway.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.runtime.settings.RuntimeSettings.LogLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.LongSupplier;

/// Moves the lines of a replica's output file into its log, each exactly once, whatever ends the
/// server. Blocks that were read are freed in steps; the file keeps its length, and the replica
/// goes on appending. Where the machine cannot free blocks (see [HolePunch]), the file is emptied
/// once all of it is read, and output of the few microseconds between the last check of its size
/// and the emptying is lost.
final class RawOutput {
  /// After this time a line is taken over as it stands, although its newline is missing: a prompt,
  /// or the bar of a download.
  static final Duration SHOWN_AFTER = Duration.ofSeconds(1);

  /// The most bytes that one read takes.
  private static final int CHUNK = 1 << 18;

  private final Path file;
  private final LogWriter log;
  private final LogLimits limits;
  private final HolePunch holePunch;
  private final LongSupplier nanos;
  private long givenBack;

  /// Where the unfinished line begins that was found at the end; negative: there was none.
  private long unfinished = -1;

  private long unfinishedSince;

  /// @throws IOException where a crash happened while the file was being emptied, and this cannot
  ///   be noted
  RawOutput(Path file, LogWriter log, LogLimits limits, HolePunch holePunch, LongSupplier nanos)
      throws IOException {
    this.file = file;
    this.log = log;
    this.limits = limits;
    this.holePunch = holePunch;
    this.nanos = nanos;
    var offset = log.offset();
    var size = size();
    if (offset < 0) {
      log.mark(size >= -offset ? -offset : 0);
    } else if (size < offset) {
      log.mark(0);
    }
  }

  Path file() {
    return file;
  }

  /// Where the file is.
  Path directory() {
    return log.directory();
  }

  /// @param ended the process has ended, so that an unfinished line is the last one
  /// @return whether anything was there, also an unfinished line
  synchronized boolean pump(boolean ended) throws IOException {
    var any = size() > log.offset();
    while (size() > log.offset()) {
      if (!pumpChunk(ended)) {
        break;
      }
    }
    giveBack();
    return any;
  }

  private boolean pumpChunk(boolean ended) throws IOException {
    var start = log.offset();
    // One more than there is, so that a full buffer says that there is more.
    var most = Math.max(CHUNK, 2 * limits.lineBytes());
    var buffer = ByteBuffer.allocate((int) Math.min(most, size() - start + 1));
    try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
      while (buffer.hasRemaining() && in.read(buffer, start + buffer.position()) > 0) {
        // until it is full, or the file's end
      }
    }
    var bytes = buffer.array();
    var length = buffer.position();
    var lines = new ArrayList<String>();
    var ends = new ArrayList<Long>();
    var begin = 0;
    for (var i = 0; i < length; i++) {
      var newline = bytes[i] == '\n';
      var full = i - begin >= limits.lineBytes();
      var last = ended && i == length - 1 && length < bytes.length;
      if (newline || full || last) {
        // A byte that is no line end begins the next piece where the line was only full.
        var cut = newline ? i : full ? boundary(bytes, begin, i) : i + 1;
        var next = full && !newline ? cut : i + 1;
        lines.add(text(bytes, begin, cut));
        ends.add(start + next);
        begin = next;
      }
    }
    if (length < bytes.length && begin < length && isDue(start + begin)) {
      var whole = complete(bytes, begin, length);
      lines.add(text(bytes, begin, whole));
      ends.add(start + whole);
    }
    log.captured(lines, ends);
    return !lines.isEmpty();
  }

  /// Whether an unfinished line has waited long enough.
  private boolean isDue(long from) {
    var now = nanos.getAsLong();
    if (from != unfinished) {
      unfinished = from;
      unfinishedSince = now;
    }
    return now - unfinishedSince >= SHOWN_AFTER.toNanos();
  }

  /// Where a line may be cut without cutting a character.
  private static int boundary(byte[] bytes, int begin, int at) {
    var cut = at;
    while (cut > begin + 1 && cut > at - 4 && (bytes[cut] & 0xC0) == 0x80) {
      cut--;
    }
    return cut;
  }

  /// The end of the last whole character; where there is none, the end.
  private static int complete(byte[] bytes, int begin, int end) {
    for (var i = end - 1; i >= begin && i > end - 4; i--) {
      if ((bytes[i] & 0xC0) != 0x80) {
        var length =
            bytes[i] >= 0 ? 1 : (bytes[i] & 0xE0) == 0xC0 ? 2 : (bytes[i] & 0xF0) == 0xE0 ? 3 : 4;
        return i + length > end && i > begin ? i : end;
      }
    }
    return end;
  }

  /// What a terminal would show of a line: a carriage return begins it anew.
  private static String text(byte[] bytes, int begin, int end) {
    var stop = end;
    while (stop > begin && bytes[stop - 1] == '\r') {
      stop--;
    }
    var start = stop;
    while (start > begin && bytes[start - 1] != '\r') {
      start--;
    }
    return new String(bytes, start, stop - start, UTF_8);
  }

  private void giveBack() throws IOException {
    var read = log.offset();
    if (read - givenBack < limits.rawBytes()) {
      return;
    }
    if (holePunch.punch(file, read)) {
      givenBack = read;
    } else if (givenBack == 0 && size() == read) {
      // It worked before, so this time it was only interrupted, and works the next time.
      empty(read);
    }
  }

  private void empty(long read) throws IOException {
    log.mark(-read);
    try (var out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (out.size() != read) {
        log.mark(read);
        return;
      }
      out.truncate(0);
    }
    log.mark(0);
  }

  private long size() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }
}
