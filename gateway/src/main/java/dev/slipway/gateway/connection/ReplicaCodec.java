package dev.slipway.gateway.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns requests to a replica into bytes and its bytes into answers, one of each at a time, and
/// knows of every byte that belongs to no answer.
///
/// Such bytes would be read as the answer to whatever request comes next, which may be another
/// caller's: a connection that carried any is not used again, see [Upstream.Connection#release].
/// Interim answers (RFC 9110 section 15.2) end here, apart from 101.
final class ReplicaCodec
    extends CombinedChannelDuplexHandler<ReplicaCodec.Reader, ReplicaCodec.Writer> {
  private static final int FIRST_FINAL = 200;
  private static final int SWITCHING = 101;

  private final Runnable onStray;
  private boolean expecting;
  private boolean afterHead;
  private boolean begun;
  private boolean nonsense;
  private boolean spent;
  private @Nullable HttpResponse answer;
  private boolean bodiless;
  private @Nullable String fault;

  /// @param onStray called when bytes came that belong to no answer, while none was awaited
  ReplicaCodec(HttpDecoderConfig config, Runnable onStray) {
    this.onStray = onStray;
    init(new Reader(config), new Writer());
  }

  /// Whether the connection must not carry another request: something came, or may still come, that
  /// belongs to no answer.
  boolean isSpent() {
    return spent;
  }

  /// What came too much; null: nothing did.
  @Nullable String fault() {
    return fault;
  }

  /// Whether the first thing that came after the request was no answer at all.
  boolean saidNonsense() {
    return nonsense;
  }

  private void begin(HttpMethod method) {
    expecting = true;
    afterHead = method.equals(HttpMethod.HEAD);
    begun = false;
    nonsense = false;
  }

  /// @return whether it is for those who read answers
  private boolean headed(HttpResponse head) {
    boolean first = !begun;
    begun = true;
    if (head.decoderResult().isFailure()) {
      // Where its first line could be read, what failed is that answer's head and no more.
      nonsense = first && head instanceof FullHttpResponse;
      return true;
    }
    int status = head.status().code();
    answer = head;
    return status >= FIRST_FINAL || status == SWITCHING;
  }

  private void ended(ByteBuf rest) {
    var whose = answer;
    if (whose == null || whose.status().code() == SWITCHING) {
      return;
    }
    expecting = false;
    answer = null;
    if (rest.isReadable()) {
      stray(rest, behind(whose));
    }
  }

  private String behind(HttpResponse whose) {
    if (afterHead) {
      return "behind its answer to HEAD, which has no body";
    }
    if (bodiless) {
      return "behind an answer with status " + whose.status().code() + ", which has no body";
    }
    return whose.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        ? "behind its last chunk"
        : "more than its Content-Length";
  }

  private void stray(ByteBuf rest, String where) {
    int count = rest.readableBytes();
    rest.skipBytes(count);
    spent = true;
    if (fault == null) {
      fault = "sent " + count + (count == 1 ? " byte " : " bytes ") + where;
    }
  }

  final class Reader extends HttpResponseDecoder {
    Reader(HttpDecoderConfig config) {
      super(config);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out)
        throws Exception {
      if (!expecting) {
        if (buffer.isReadable()) {
          stray(buffer, "that no request asked for");
          onStray.run();
        }
        return;
      }
      super.decode(ctx, buffer, out);
      int count = out.size();
      if (count == 0) {
        return;
      }
      if (out.get(0) instanceof HttpResponse head && !headed(head)) {
        out.clear();
      } else if (out.get(count - 1) instanceof LastHttpContent) {
        ended(buffer);
      }
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
      boolean empty = super.isContentAlwaysEmpty(message);
      if (((HttpResponse) message).status().code() < FIRST_FINAL) {
        return empty;
      }
      bodiless = afterHead || empty;
      if (bodiless) {
        // A server that announces a body is apt to send it as well, and no end of it can be seen.
        var headers = message.headers();
        spent =
            afterHead
                || headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                || headers.getInt(HttpHeaderNames.CONTENT_LENGTH, 0) != 0;
      }
      return bodiless;
    }
  }

  final class Writer extends HttpRequestEncoder {
    @Override
    protected void encode(ChannelHandlerContext ctx, Object msg, List<Object> out)
        throws Exception {
      if (msg instanceof HttpRequest request) {
        begin(request.method());
      }
      super.encode(ctx, msg, out);
    }
  }
}
