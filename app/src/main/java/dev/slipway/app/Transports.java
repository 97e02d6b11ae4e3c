package dev.slipway.app;

import dev.slipway.app.sockets.Descriptors;
import dev.slipway.app.sockets.GuardedTransport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chooses the transport of the server's sockets: io_uring where it works, else epoll or kqueue,
/// else the JDK's own.
///
/// A kernel that has io_uring may still forbid it, as many containers do, or grant too little
/// memory for its rings; so a few bytes are sent through it before it is used.
final class Transports {
  static final String VARIABLE = "SLIPWAY_TRANSPORT";

  private static final Logger LOG = LoggerFactory.getLogger(Transports.class);
  private static final Duration TRIAL_LIMIT = Duration.ofSeconds(5);
  private static final String LOOPBACK = "127.0.0.1";
  private static final Buffer WORD = Buffer.buffer("slipway");

  private Transports() {}

  /// Event loops on the transport that is asked for. Their servers accept connections as long as
  /// there are `descriptors` for them.
  ///
  /// @param asked `io_uring`, `epoll` or `nio`; null: the best that works
  /// @throws StartFailure where what is asked for is not known, or not there
  static Vertx open(@Nullable String asked, VertxOptions options, Descriptors descriptors) {
    return open(asked, options, descriptors, Transport.IO_URING);
  }

  static Vertx open(
      @Nullable String asked, VertxOptions options, Descriptors descriptors, Transport ring) {
    if (asked == null || asked.isEmpty()) {
      var tried = onLinux() ? tried(options, descriptors, ring) : null;
      return tried != null ? tried : on(fallback(), options, descriptors);
    }
    return switch (asked) {
      case "io_uring" -> on(there(asked, ring), options, descriptors);
      case "epoll" -> on(there(asked, Transport.EPOLL), options, descriptors);
      case "nio" -> on(Transport.NIO, options, descriptors);
      default ->
          throw new StartFailure(
              VARIABLE + ": " + asked + " (expected: io_uring, epoll or nio, or leave it out)");
    };
  }

  private static boolean onLinux() {
    return System.getProperty("os.name", "").equals("Linux");
  }

  private static Transport fallback() {
    return Objects.requireNonNullElse(Transport.nativeTransport(), Transport.NIO);
  }

  /// Transport is null where its classes are not on the class path.
  private static Transport there(String name, @Nullable Transport transport) {
    if (transport == null || !transport.available()) {
      throw new StartFailure(
          VARIABLE
              + ": "
              + name
              + " is not available on this machine (expected: a kernel that has and allows it; leave the variable out)");
    }
    return transport;
  }

  private static Vertx on(Transport transport, VertxOptions options, Descriptors descriptors) {
    var guarded = new GuardedTransport(transport, descriptors);
    return Vertx.builder().with(options).withTransport(guarded).build();
  }

  /// @return null where the transport does not work
  private static @Nullable Vertx tried(
      VertxOptions options, Descriptors descriptors, @Nullable Transport ring) {
    if (ring == null || !ring.available()) {
      passedOver(ring == null ? null : ring.unavailabilityCause());
      return null;
    }
    Vertx vertx;
    try {
      vertx = on(ring, options, descriptors);
    } catch (RuntimeException | LinkageError e) {
      passedOver(e);
      return null;
    }
    try {
      echo(vertx);
      return vertx;
    } catch (VertxException | CompletionException e) {
      passedOver(e);
      vertx.close().await();
      return null;
    }
  }

  private static void passedOver(@Nullable Throwable cause) {
    LOG.atInfo()
        .addKeyValue("cause", cause == null ? "not there" : cause.getMessage())
        .log("io_uring does not work on this machine; using the next best transport");
  }

  /// Sends a word to itself and back.
  private static void echo(Vertx vertx) {
    var server = vertx.createNetServer().connectHandler(socket -> socket.handler(socket::write));
    var client = vertx.createNetClient();
    var _ =
        roundTrip(server, client)
            .eventually(() -> Future.join(client.close(), server.close()))
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(TRIAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
            .join();
  }

  private static Future<Void> roundTrip(NetServer server, NetClient client) {
    var back = Promise.<Void>promise();
    var received = Buffer.buffer();
    return server
        .listen(0, LOOPBACK)
        .compose(listening -> client.connect(listening.actualPort(), LOOPBACK))
        .compose(socket -> {
          socket.closeHandler(_ -> back.tryFail("the connection broke off"));
          socket.handler(piece -> {
            if (received.appendBuffer(piece).equals(WORD)) {
              back.tryComplete();
            }
          });
          return socket.write(WORD).compose(_ -> back.future());
        });
  }
}
