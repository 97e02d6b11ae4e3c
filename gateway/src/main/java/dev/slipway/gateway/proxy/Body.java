package dev.slipway.gateway.proxy;

import dev.slipway.gateway.settings.ProxyLimits;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// The body of a request: absent, held whole because it is short, or streamed.
public final class Body implements BodyReading {
  private enum Kind {
    NONE,
    HELD,
    STREAMED
  }

  private static final String CHUNKED = "chunked";
  private static final String CONTINUE = "100-continue";
  private static final Buffer EMPTY = Buffer.buffer();

  private final HttpServerRequest request;
  private final Kind kind;
  private final boolean sized;
  private final boolean expected;
  private final long limit;
  private @Nullable Buffer held;
  private long streamed;
  private boolean ended;

  private Body(HttpServerRequest request, Kind kind, boolean sized, boolean expected, long limit) {
    this.request = request;
    this.kind = kind;
    this.sized = sized;
    this.expected = expected;
    this.limit = limit;
    this.ended = kind == Kind.NONE;
  }

  /// Waits while a short body is read.
  interface Holder {
    /// A piece came in.
    void bodyProgress();

    /// The body has been read as far as it is held.
    void ready();
  }

  /// Moves a long body on.
  interface Streamer {
    /// A piece went through.
    void bodyProgress();

    /// The body passed its limit.
    void bodyTooLarge();

    /// The last piece went through.
    void bodyEnded();
  }

  public static BodyReading of(HttpServerRequest request, boolean upgrade, ProxyLimits limits) {
    // RFC 9110 section 10.1.1: HTTP/1.0 has no interim answers.
    var expect =
        request.version() == HttpVersion.HTTP_1_0 ? null : request.getHeader(HttpHeaders.EXPECT);
    if (expect != null && !expect.equalsIgnoreCase(CONTINUE)) {
      return new Unfit(ProxyErrors.EXPECTATION);
    }
    var coding = request.getHeader(HttpHeaders.TRANSFER_ENCODING);
    var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (coding != null) {
      if (length != null || upgrade) {
        return new Unfit(ProxyErrors.BAD_LENGTH);
      }
      return coding.equalsIgnoreCase(CHUNKED)
          ? new Body(request, Kind.STREAMED, false, expect != null, limits.bodyBytes())
          : new Unfit(ProxyErrors.CODING);
    }
    if (length == null) {
      return new Body(request, Kind.NONE, false, false, 0);
    }
    long bytes = Headers.length(length);
    if (bytes < 0 || (upgrade && bytes > 0)) {
      return new Unfit(ProxyErrors.BAD_LENGTH);
    }
    if (bytes > limits.bodyBytes()) {
      return new Unfit(ProxyErrors.TOO_LARGE);
    }
    var kind =
        bytes == 0 ? Kind.NONE : bytes <= limits.bufferedBodyBytes() ? Kind.HELD : Kind.STREAMED;
    return new Body(request, kind, true, expect != null && bytes > 0, bytes);
  }

  /// Reads what is to be held, then tells `holder` that it is ready.
  void start(Holder holder) {
    switch (kind) {
      case NONE -> holder.ready();
      case STREAMED -> {
        request.pause();
        holder.ready();
      }
      case HELD -> {
        holder.bodyProgress();
        request.handler(piece -> {
          held = held == null ? piece : Buffer.buffer().appendBuffer(held).appendBuffer(piece);
          holder.bodyProgress();
        });
        request.endHandler(_ -> {
          ended = true;
          holder.ready();
        });
        if (expected) {
          request.response().writeContinue();
        }
      }
    }
  }

  /// Whether it can be sent a second time.
  boolean isRepeatable() {
    return kind != Kind.STREAMED;
  }

  /// Whether the client holds it back until it is asked for it.
  boolean isExpected() {
    return expected;
  }

  /// Whether it comes in chunks, any of which may be malformed.
  public boolean isChunked() {
    return kind == Kind.STREAMED && !sized;
  }

  boolean isStreamed() {
    return kind == Kind.STREAMED;
  }

  boolean isSized() {
    return sized;
  }

  /// Whether all of it has been read from the client.
  boolean isRead() {
    return ended;
  }

  Buffer held() {
    return held == null ? EMPTY : held;
  }

  boolean isEmpty() {
    return kind == Kind.NONE;
  }

  /// Streams it to `upstream`, as fast as that takes it.
  void stream(HttpClientRequest upstream, Streamer streamer) {
    request.handler(piece -> {
      streamed += piece.length();
      if (streamed > limit) {
        streamer.bodyTooLarge();
        return;
      }
      streamer.bodyProgress();
      upstream.write(piece);
      if (upstream.writeQueueFull()) {
        request.pause();
        upstream.drainHandler(_ -> request.resume());
      }
    });
    request.endHandler(_ -> {
      ended = true;
      streamer.bodyEnded();
    });
    if (expected) {
      request.response().writeContinue();
    }
    request.resume();
  }

  /// Reads and drops the rest of it.
  void discard() {
    if (kind == Kind.STREAMED && !ended) {
      request.handler(null);
      request.endHandler(null);
      request.resume();
    }
  }
}
