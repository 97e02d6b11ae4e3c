package dev.slipway.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.engine.promotion.ChangeSignal;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;

/// The client of one long-lived response.
public final class StreamClient {
  /// The longest wait for a change signal before the state is read anyway.
  static final Duration POLL = Duration.ofSeconds(2);

  /// Waits without a change after which a keep-alive is sent.
  static final int QUIET_LOOKS = 7;

  private final ByteSink out;
  private final ChangeSignal changes;
  private volatile boolean gone;
  private int quiet;

  StreamClient(HttpServerResponse response, ChangeSignal changes) {
    this.out = new ByteSink(response);
    this.changes = changes;
    response.closeHandler(_ -> leave());
    response.exceptionHandler(_ -> leave());
  }

  /// Whether the client has left, or the server is being closed.
  public boolean gone() {
    return gone;
  }

  void leave() {
    gone = true;
    changes.wake();
  }

  public void write(String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.write(bytes, 0, bytes.length);
    quiet = 0;
  }

  /// Waits until something was written after `seen` or a while has passed.
  ///
  /// @param sign what is sent when there was nothing to say for a while, so that proxies keep the
  ///   connection and a caller who is gone is noticed
  public void await(long seen, String sign) throws IOException {
    try {
      changes.await(seen, POLL, this::gone);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (changes.count() == seen && ++quiet >= QUIET_LOOKS && !gone) {
      write(sign);
    }
  }
}
