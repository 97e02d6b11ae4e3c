package dev.slipway.app.sockets;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes connections on one port as long as there are descriptors for them; see [Descriptors]. What
/// cannot be taken waits in the system's line until others end. It lives on the event loop that
/// accepts.
final class AcceptGuard extends ChannelInboundHandlerAdapter {
  /// How long nothing is taken before it is tried again.
  static final long PAUSE_MILLIS = 200;

  /// The shortest time between two lines of the log.
  static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Logger LOG = LoggerFactory.getLogger(AcceptGuard.class);

  private final Descriptors descriptors;
  private final LongSupplier nanos;
  private boolean paused;
  private int pauses;
  private boolean said;
  private long saidAt;

  AcceptGuard(Descriptors descriptors, LongSupplier nanos) {
    this.descriptors = descriptors;
    this.nanos = nanos;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof Channel accepted
        && Descriptors.number(accepted) >= descriptors.ceiling(port(ctx))) {
      pause(ctx, null);
    }
    ctx.fireChannelRead(message);
  }

  /// A connection could not be accepted. That is told to nobody else: the library would write a
  /// line for each.
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    pause(ctx, cause);
  }

  private void pause(ChannelHandlerContext ctx, @Nullable Throwable cause) {
    pauses++;
    say(ctx, cause);
    if (!paused) {
      paused = true;
      ctx.channel().config().setAutoRead(false);
      resumeLater(ctx);
    }
  }

  private void resumeLater(ChannelHandlerContext ctx) {
    var _ = ctx.executor().schedule(() -> resume(ctx), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void resume(ChannelHandlerContext ctx) {
    if (!ctx.channel().isOpen()) {
      return;
    }
    if (Descriptors.next(ctx.channel()) >= descriptors.ceiling(port(ctx))) {
      pauses++;
      say(ctx, null);
      resumeLater(ctx);
      return;
    }
    paused = false;
    ctx.channel().config().setAutoRead(true);
  }

  private void say(ChannelHandlerContext ctx, @Nullable Throwable cause) {
    long now = nanos.getAsLong();
    if (said && now - saidAt < LINE_NANOS) {
      return;
    }
    said = true;
    saidAt = now;
    LOG.warn(
        "port {}: new connections wait (pauses since the last line: {}), since {}; {} file descriptors are allowed (ulimit -n), {} of them kept back for the management port",
        port(ctx),
        pauses,
        cause == null ? "those that it may use are used up" : "one failed: " + cause.getMessage(),
        descriptors.limit(),
        descriptors.keptBack());
    pauses = 0;
  }

  private static int port(ChannelHandlerContext ctx) {
    return ctx.channel().localAddress() instanceof InetSocketAddress bound ? bound.getPort() : 0;
  }
}
