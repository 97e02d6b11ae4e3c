package dev.slipway.api.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A request's body as a blocking stream: the event loop fills a short queue, and pauses the client
/// while it is full.
final class ByteFeed extends InputStream {
  /// Chunks that wait for the reader before the peer is stopped.
  static final int HIGH_WATER = 16;

  /// How long the reader waits for the next chunk.
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Chunks that may still come after the peer was told to stop.
  private static final int SLACK = 4096;

  private sealed interface Chunk {
    record Bytes(Buffer bytes) implements Chunk {}

    record End() implements Chunk {}

    record Broken(String why) implements Chunk {}
  }

  private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(HIGH_WATER + SLACK);
  private final HttpServerRequest request;
  private final Context context;
  private byte[] current = new byte[0];
  private int at;
  private boolean ended;

  /// To be called on the request's event loop.
  ByteFeed(HttpServerRequest request, Context context) {
    this.request = request;
    this.context = context;
    request.handler(this::arrived);
    request.endHandler(_ -> add(new Chunk.End()));
    request.exceptionHandler(_ -> add(new Chunk.Broken("the connection was closed")));
  }

  private void arrived(Buffer buffer) {
    add(new Chunk.Bytes(buffer));
    if (chunks.size() >= HIGH_WATER) {
      request.pause();
    }
  }

  private void add(Chunk chunk) {
    if (!chunks.offer(chunk)) {
      throw new IllegalStateException("the body's queue is full (expected: the peer has stopped)");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (at == current.length && !next()) {
      return -1;
    }
    int count = Math.min(length, current.length - at);
    System.arraycopy(current, at, into, offset, count);
    at += count;
    return count;
  }

  private boolean next() throws IOException {
    while (!ended) {
      switch (take()) {
        case Chunk.Bytes(var bytes) -> {
          current = bytes.getBytes();
          at = 0;
          if (chunks.size() < HIGH_WATER / 2) {
            context.runOnContext(_ -> request.resume());
          }
          if (current.length > 0) {
            return true;
          }
        }
        case Chunk.End() -> ended = true;
        case Chunk.Broken(var why) -> throw new IOException(why);
      }
    }
    return false;
  }

  private Chunk take() throws IOException {
    try {
      @Nullable Chunk chunk = chunks.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (chunk == null) {
        throw new IOException("no bytes for " + PATIENCE.toSeconds() + " seconds");
      }
      return chunk;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
