package dev.slipway.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The log files of one directory. Each is named after its first line's time in 19 digits, so the
/// names' order is the time's, and a file holds what is between its name and the next.
final class Segments {
  private static final String SUFFIX = ".log";

  private Segments() {}

  static Path named(Path dir, long nanos) {
    return dir.resolve("%019d%s".formatted(nanos, SUFFIX));
  }

  /// The time of a file's first line, from its name.
  static long first(Path segment) {
    return Long.parseLong(segment.getFileName().toString().substring(0, 19));
  }

  /// All files of a directory, oldest first.
  static List<Path> of(Path dir) throws IOException {
    var found = new ArrayList<Path>();
    if (Files.isDirectory(dir)) {
      try (var files = Files.newDirectoryStream(dir, "???????????????????" + SUFFIX)) {
        files.forEach(found::add);
      }
    }
    found.sort(Comparator.comparing(p -> p.getFileName().toString()));
    return found;
  }

  /// The files that may hold lines of a time.
  static List<Path> between(Path dir, long from, long to) throws IOException {
    var all = of(dir);
    var found = new ArrayList<Path>();
    for (var i = 0; i < all.size(); i++) {
      var endsBefore = i + 1 < all.size() && first(all.get(i + 1)) <= from;
      if (!endsBefore && first(all.get(i)) <= to) {
        found.add(all.get(i));
      }
    }
    return found;
  }

  /// Cuts off a line that a crash left unfinished.
  ///
  /// @param longest bytes of the longest line
  /// @return the last whole line; null: there is none
  static @Nullable LogRecord repair(Path segment, int longest) throws IOException {
    try (var file = FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var length = (int) Math.min(file.size(), 2L * longest);
      var start = file.size() - length;
      var buffer = ByteBuffer.allocate(length);
      while (buffer.hasRemaining() && file.read(buffer, start + buffer.position()) >= 0) {
        // until it is full
      }
      var bytes = buffer.array();
      var end = length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      if (end < length) {
        file.truncate(start + end);
      }
      if (end == 0) {
        return null;
      }
      var begin = end - 1;
      while (begin > 0 && bytes[begin - 1] != '\n') {
        begin--;
      }
      return LogRecord.parse(new String(bytes, begin, end - 1 - begin, UTF_8));
    }
  }
}
