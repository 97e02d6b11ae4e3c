package dev.slipway.api.truss.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.slipway.api.input.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The content inside `aws-chunked` framing: sizes in hex before each chunk, trailers after the
/// last one.
final class AwsChunks extends InputStream {
  /// Longest line of the framing, in characters.
  static final int MAX_LINE = 1024;

  /// The most trailers.
  static final int MAX_TRAILERS = 16;

  private final InputStream in;
  private final Map<String, String> trailers = new HashMap<>();
  private long left;
  private boolean begun;
  private boolean ended;

  AwsChunks(InputStream in) {
    this.in = in;
  }

  /// A trailer, once everything was read; null where it did not come.
  @Nullable String trailer(String name) {
    return trailers.get(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int count) throws IOException {
    if (left == 0 && !next()) {
      return -1;
    }
    int n = in.read(into, offset, (int) Math.min(count, left));
    if (n < 0) {
      throw broken("it ends inside a chunk");
    }
    left -= n;
    return n;
  }

  private boolean next() throws IOException {
    if (ended) {
      return false;
    }
    if (begun && !line().isEmpty()) {
      throw broken("a chunk is longer than its size");
    }
    begun = true;
    left = size(line());
    if (left > 0) {
      return true;
    }
    ended = true;
    readTrailers();
    return false;
  }

  private static long size(String line) {
    String hex = line.split(";", 2)[0].strip();
    if (!hex.matches("[0-9a-fA-F]{1,15}")) {
      throw broken("a chunk without a size");
    }
    return Long.parseLong(hex, 16);
  }

  private void readTrailers() throws IOException {
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] parts = line.split(":", 2);
      if (parts.length != 2 || trailers.size() == MAX_TRAILERS) {
        throw broken("its trailers");
      }
      trailers.put(parts[0].strip().toLowerCase(Locale.ROOT), parts[1].strip());
    }
  }

  /// A line without its end; the end of everything is the end of one.
  private String line() throws IOException {
    var text = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (text.length() == MAX_LINE) {
        throw broken("a line of more than " + MAX_LINE + " characters");
      }
      text.append(new String(new byte[] {(byte) c}, US_ASCII));
    }
    int end = text.length() - 1;
    return end >= 0 && text.charAt(end) == '\r' ? text.substring(0, end) : text.toString();
  }

  private static Problem broken(String what) {
    return Problem.of(
        400,
        "IncompleteBody",
        "body: " + what + " (expected: aws-chunked framing). Send it again.");
  }
}
