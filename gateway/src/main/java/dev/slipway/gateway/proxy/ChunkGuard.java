package dev.slipway.gateway.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.impl.HttpServerConnection;

/// Sees to it that a client whose chunked body cannot be read is answered. It stands in a
/// connection's pipeline from its first chunked request on: Vert.x would close the connection
/// without a word.
final class ChunkGuard extends ChannelInboundHandlerAdapter {
  private static final String NAME = "chunkGuard";

  /// The name under which Vert.x puts its own handler into a pipeline.
  private static final String HANDLER = "handler";

  private ExchangeEnd end;

  private ChunkGuard(ExchangeEnd end) {
    this.end = end;
  }

  /// From now on `end` is told where the body cannot be read. The requests of a connection come one
  /// after the other.
  static void watch(HttpServerConnection connection, ExchangeEnd end) {
    var pipeline = connection.channelHandlerContext().pipeline();
    if (pipeline.get(NAME) instanceof ChunkGuard there) {
      there.end = end;
    } else {
      pipeline.addBefore(HANDLER, NAME, new ChunkGuard(end));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpContent content && content.decoderResult().isFailure()) {
      // The decoder drops all that comes after it.
      ReferenceCountUtil.release(message);
      end.refuse(ProxyErrors.BAD_CHUNK);
    } else {
      ctx.fireChannelRead(message);
    }
  }
}
