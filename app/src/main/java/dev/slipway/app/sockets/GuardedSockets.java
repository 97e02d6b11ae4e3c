package dev.slipway.app.sockets;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// What a [GuardedTransport] is made of: the carrier's own sockets, and in front of each server's
/// an [AcceptGuard]; and no connection to a model out of what is kept back. That is the only place
/// where one can stand: Vert.x shows accepted connections to nobody before they are set up, and
/// errors of accepting to nobody at all.
///
/// @param carrier does the work
public record GuardedSockets(Transport carrier, Descriptors descriptors) implements Transport {
  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
    carrier.configure(config, domainSocket, bootstrap);
    bootstrap.handler(
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel server) {
            server.pipeline().addLast(new AcceptGuard(descriptors, System::nanoTime));
          }
        });
  }

  @Override
  public boolean supportsDomainSockets() {
    return carrier.supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return carrier.supportFileRegion();
  }

  @Override
  public boolean isAvailable() {
    return carrier.isAvailable();
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return carrier.unavailabilityCause();
  }

  @Override
  public java.net.SocketAddress convert(SocketAddress address) {
    return carrier.convert(address);
  }

  @Override
  public SocketAddress convert(java.net.SocketAddress address) {
    return carrier.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return carrier.ioHandlerFactory();
  }

  @Override
  public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ratio) {
    return carrier.eventLoopGroup(type, threads, factory, ratio);
  }

  @Override
  @SuppressWarnings("deprecation") // Vert.x asks for it by this name.
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return carrier.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return carrier.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    var made = carrier.channelFactory(domainSocket);
    return (ChannelFactory<Channel>) () -> guarded(made.newChannel());
  }

  private Channel guarded(Channel channel) {
    if (Descriptors.number(channel) >= descriptors.ceilingOutward()) {
      channel.unsafe().closeForcibly();
      throw new ChannelException(
          "%d file descriptors are allowed, and the last %d are kept back for the management port"
              .formatted(descriptors.limit(), descriptors.keptBack()));
    }
    return channel;
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return carrier.serverChannelFactory(domainSocket);
  }

  @Override
  public void configure(DatagramChannel channel, DatagramSocketOptions options) {
    carrier.configure(channel, options);
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
    carrier.configure(config, domainSocket, bootstrap);
  }
}
