package dev.slipway.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.engine.port.runtime.LogLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the lines of one log directory in one direction, block by block.
final class LogCursor {
  private static final int BLOCK = 1 << 16;

  private final String deployment;
  private final @Nullable String replica;
  private final boolean backward;
  private final Deque<Path> segments;
  private final Deque<LogLine> ready = new ArrayDeque<>();
  private @Nullable Path current;
  private long position;
  private byte[] rest = new byte[0];

  /// @param segments oldest first
  LogCursor(String deployment, @Nullable String replica, List<Path> segments, boolean backward) {
    this.deployment = deployment;
    this.replica = replica;
    this.backward = backward;
    this.segments = new ArrayDeque<>(backward ? segments.reversed() : segments);
  }

  /// The next line; null: there is none.
  @Nullable LogLine next() throws IOException {
    while (ready.isEmpty()) {
      var path = current;
      if (path == null) {
        path = segments.poll();
        if (path == null) {
          return null;
        }
        current = path;
        position = -1;
        rest = new byte[0];
      }
      if (!readBlock(path)) {
        current = null;
      }
    }
    return ready.poll();
  }

  /// @return whether the file has more
  private boolean readBlock(Path path) throws IOException {
    try (var in = FileChannel.open(path, StandardOpenOption.READ)) {
      return backward ? readBackward(in) : readForward(in);
    } catch (NoSuchFileException e) {
      // It was rotated away in the meantime.
      return false;
    }
  }

  private boolean readForward(FileChannel in) throws IOException {
    position = Math.max(position, 0);
    var block = read(in, position, BLOCK);
    position += block.length;
    var bytes = concat(rest, block);
    var end = lastNewline(bytes) + 1;
    addLines(bytes, 0, end);
    rest = Arrays.copyOfRange(bytes, end, bytes.length);
    return block.length > 0;
  }

  private boolean readBackward(FileChannel in) throws IOException {
    var fresh = position < 0;
    position = fresh ? in.size() : position;
    var start = Math.max(0, position - BLOCK);
    var block = read(in, start, (int) (position - start));
    position = start;
    var bytes = concat(block, rest);
    if (fresh) {
      // The rest behind the last line end is a line that is being written.
      bytes = Arrays.copyOf(bytes, lastNewline(bytes) + 1);
    }
    var begin = start == 0 ? 0 : firstNewline(bytes) + 1;
    addLines(bytes, begin, bytes.length);
    rest = Arrays.copyOf(bytes, begin);
    return start > 0;
  }

  private void addLines(byte[] bytes, int begin, int end) {
    var lines = new ArrayList<LogLine>();
    var from = begin;
    for (var i = begin; i < end; i++) {
      if (bytes[i] == '\n') {
        var record = LogRecord.parse(new String(bytes, from, i - from, UTF_8));
        if (record != null && !record.mark()) {
          lines.add(record.line(deployment, replica));
        }
        from = i + 1;
      }
    }
    if (backward) {
      Collections.reverse(lines);
    }
    ready.addAll(lines);
  }

  private static byte[] read(FileChannel in, long at, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && in.read(buffer, at + buffer.position()) > 0) {
      // until it is full, or the file's end
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static byte[] concat(byte[] a, byte[] b) {
    var all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  private static int lastNewline(byte[] bytes) {
    for (var i = bytes.length - 1; i >= 0; i--) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /// The last byte where there is none: the block is then all of one line's middle.
  private static int firstNewline(byte[] bytes) {
    for (var i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return bytes.length - 1;
  }
}
