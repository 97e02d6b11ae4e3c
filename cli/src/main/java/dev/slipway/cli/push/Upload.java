package dev.slipway.cli.push;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/// A file as a request body of known length, which tells how far it has been read.
final class Upload {
  private Upload() {}

  /// @param progress is told the bytes read so far, at most once a percent
  static BodyPublisher of(Path file, LongConsumer progress) throws IOException {
    long size = Files.size(file);
    if (size == 0) {
      return BodyPublishers.noBody();
    }
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> counted(file, size, progress)), size);
  }

  private static InputStream counted(Path file, long size, LongConsumer progress) {
    try {
      return new Counting(Files.newInputStream(file), size, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Counting extends FilterInputStream {
    private final long size;
    private final LongConsumer progress;
    private long count;
    private long percentTold = -1;

    Counting(InputStream in, long size, LongConsumer progress) {
      super(in);
      this.size = size;
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      tell(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      tell(Math.max(n, 0));
      return n;
    }

    private void tell(int more) {
      count += more;
      long percent = count * 100 / size;
      if (percent != percentTold) {
        percentTold = percent;
        progress.accept(count);
      }
    }
  }
}
