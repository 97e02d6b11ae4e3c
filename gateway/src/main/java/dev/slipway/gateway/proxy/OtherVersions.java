package dev.slipway.gateway.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;

/// Answers requests in a version of HTTP that is not spoken here, such as the preface of HTTP/2,
/// with 505 in HTTP/1.1, and closes the connection. Vert.x would answer in the client's version.
final class OtherVersions {
  /// The name under which Vert.x puts its encoder into a pipeline.
  private static final String ENCODER = "httpEncoder";

  private OtherVersions() {}

  static boolean isSpoken(HttpServerRequest request) {
    return request.version() != null;
  }

  static void refuse(HttpServerRequest request, String id) {
    var why = ProxyErrors.VERSION;
    var body = why.body();
    var head =
        """
        HTTP/1.1 %d HTTP Version Not Supported
        Content-Type: %s
        Content-Length: %d
        Connection: close
        %s: %s

        """
            .formatted(why.status(), Headers.JSON, body.length(), Headers.REQUEST_ID, id)
            .replace("\n", "\r\n");
    var channel = ((HttpServerConnection) request.connection()).channelHandlerContext().channel();
    var _ =
        channel
            .pipeline()
            .context(ENCODER)
            .writeAndFlush(Unpooled.wrappedBuffer(head.getBytes(US_ASCII), body.getBytes()))
            .addListener(ChannelFutureListener.CLOSE);
  }
}
