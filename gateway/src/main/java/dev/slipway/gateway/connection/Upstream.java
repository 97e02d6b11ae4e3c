package dev.slipway.gateway.connection;

import dev.slipway.gateway.route.Lease;
import dev.slipway.gateway.settings.ProxySettings;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.util.ArrayDeque;

/// The connections of one lane to one replica. At most as many are open as the replica is given
/// requests at a time; the one used last is used first.
///
/// ## One caller's bytes never reach another
///
/// HTTP/1.1 has nothing that ties an answer to its request but their order. So a connection carries
/// a second request only where nothing of the first answer is left: not in the decoder
/// ([ReplicaCodec]), not in the socket ([Connection#isQuiet]), and not on its way because the model
/// announced a body where none is read. Whatever comes while no request is under way ends the
/// connection. An answer that was there before its request had left, or the first bytes of which
/// are no answer, is the rest of an earlier one, and the request is sent again on a new connection
/// where that is allowed ([Forwarder]).
public final class Upstream {
  /// Method and path are set on each request.
  private static final RequestOptions REQUEST = new RequestOptions();

  /// The name under which Vert.x puts its codec into a connection's pipeline, and takes it out.
  private static final String CODEC = "codec";

  private final HttpClientAgent agent;
  private final HttpConnectOptions options;
  private final HttpDecoderConfig answers;
  private final int maxIdle;
  private final Deadlines deadlines;
  private final SocketShortage shortage;
  private final ReplicaFaults faults;
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();

  /// What is read into it is never used, nor is the connection that it came from.
  private final ByteBuffer glance = ByteBuffer.allocateDirect(1);

  private boolean retired;

  /// @param lease of a request to the replica
  Upstream(
      HttpClientAgent agent,
      Lease lease,
      ProxySettings settings,
      Deadlines deadlines,
      SocketShortage shortage) {
    this.agent = agent;
    this.shortage = shortage;
    this.deadlines = deadlines;
    var endpoint = lease.endpoint();
    this.faults = new ReplicaFaults(lease.deployment().id(), endpoint.replicaId());
    this.answers =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(HttpClientOptions.DEFAULT_MAX_INITIAL_LINE_LENGTH)
            .setMaxHeaderSize(settings.limits().headBytes())
            .setMaxChunkSize(HttpClientOptions.DEFAULT_MAX_CHUNK_SIZE)
            .setInitialBufferSize(HttpClientOptions.DEFAULT_DECODER_INITIAL_BUFFER_SIZE);
    this.options =
        new HttpConnectOptions()
            .setHost(endpoint.host())
            .setPort(endpoint.port())
            .setSsl(false)
            .setConnectTimeout(settings.timeouts().connect().toMillis());
    this.maxIdle = settings.limits().idlePerReplica();
  }

  /// Waits for a connection for a lease. Called on the lane's event loop, at once where a
  /// connection was idle.
  public interface Taker {
    void taken(Lease lease, Connection connection, HttpClientRequest request);

    /// No connection could be had; nothing was written.
    void refused(Lease lease);

    /// This server has no socket for one, which says nothing about the replica; nothing was
    /// written.
    void unable(Lease lease);

    /// The replica did not take a connection in time; nothing was written. Its system accepts what
    /// has room in its accept queue, and refuses where nobody listens: so it is busy, not dead.
    void noRoom(Lease lease);
  }

  public final class Connection {
    private final HttpClientConnection http;
    private final ChannelHandlerContext channel;
    private final ReplicaCodec codec = new ReplicaCodec(answers, this::strayed);
    private boolean served;
    private boolean idles;
    private boolean closed;
    private long idleSince;

    Connection(HttpClientConnection http) {
      this.http = http;
      var inner = ((UnpooledHttpClientConnection) http).unwrap();
      inner.evictionHandler(_ -> {}); // There is no pool to leave; without a handler it is logged.
      channel = inner.channelHandlerContext();
      channel.pipeline().replace(CODEC, CODEC, codec);
      http.closeHandler(_ -> {
        closed = true;
        idle.remove(this);
      });
      // Told to the request under way; without a handler they are logged, without a replica.
      http.exceptionHandler(_ -> {});
    }

    /// Whether it has answered a request before this one.
    public boolean served() {
      return served;
    }

    /// Whether what came in place of an answer was none: on a connection that has served, the rest
    /// of an earlier one.
    public boolean saidNonsense() {
      return codec.saidNonsense();
    }

    /// Whether the replica has neither said anything nor left since its last answer, as far as the
    /// system knows: the event loop may not have come to it yet.
    private boolean isQuiet() {
      if (!(channel.channel() instanceof UnixChannel socket)) {
        return true;
      }
      // Once it is closed its number may be another connection's, whose bytes are not ours to read.
      // It is closed on this event loop, so that it stays open for the length of the look.
      if (!socket.fd().isOpen()) {
        return false;
      }
      try {
        int got = socket.fd().read(glance, 0, glance.capacity());
        if (got > 0) {
          blame("sent bytes that no request asked for");
        }
        return got == 0; // -1 at the end of the connection.
      } catch (IOException | NotYetConnectedException _) {
        return false;
      }
    }

    /// Tells the log what is wrong with the replica's answers.
    ///
    /// @param what it did, as in: sent 3 bytes more than its Content-Length
    public void blame(String what) {
      faults.add(what, deadlines.now());
    }

    private void strayed() {
      if (idles) {
        idle.remove(this);
        spoilt();
      }
    }

    private void spoilt() {
      close();
      var fault = codec.fault();
      if (fault != null) {
        blame(fault);
      }
    }

    /// Completes when all that was written so far has left, or never will. For a write that has no
    /// future of its own.
    public Future<Void> written() {
      var promise = Promise.<Void>promise();
      // Nothing but a place in the line of writes: the encoder lets an empty buffer pass.
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> promise.complete());
      return promise.future();
    }

    /// Gives it back.
    ///
    /// @param whole whether a request and its answer went through it to their ends
    public void release(boolean whole, long now) {
      if (!whole || closed || retired || codec.isSpent() || idle.size() >= maxIdle) {
        spoilt();
        return;
      }
      served = true;
      idles = true;
      idleSince = now;
      idle.addLast(this);
    }

    public void close() {
      if (!closed) {
        closed = true;
        http.close();
      }
    }
  }

  /// Gives `taker` an idle connection, or a new one.
  void take(Taker taker, Lease lease, long expiredBefore) {
    for (var last = idle.pollLast(); last != null; last = idle.pollLast()) {
      last.idles = false;
      if (last.closed || last.idleSince - expiredBefore < 0 || !last.isQuiet()) {
        last.close();
      } else {
        open(last, taker, lease);
        return;
      }
    }
    takeNew(taker, lease);
  }

  /// Gives `taker` a new connection: to a request that met one that the replica had ended, since a
  /// replica that ends one ends them all.
  void takeNew(Taker taker, Lease lease) {
    agent
        .connect(options)
        .onComplete(
            http -> open(new Connection(http), taker, lease),
            why -> notConnected(taker, lease, why));
  }

  private void notConnected(Taker taker, Lease lease, Throwable why) {
    if (why instanceof ChannelException) {
      shortage.add(lease, why, deadlines.now());
      taker.unable(lease);
    } else if (why instanceof ConnectTimeoutException) {
      taker.noRoom(lease);
    } else {
      taker.refused(lease);
    }
  }

  private static void open(Connection connection, Taker taker, Lease lease) {
    connection
        .http
        .request(REQUEST)
        .onComplete(
            request -> {
              // Told to the handler that waits for the answer; without one they are logged.
              request.exceptionHandler(_ -> {});
              taker.taken(lease, connection, request);
            },
            _ -> {
              connection.close();
              taker.refused(lease);
            });
  }

  /// Closes what has been idle since before `expiredBefore`.
  void prune(long expiredBefore) {
    for (var first = idle.peekFirst();
        first != null && first.idleSince - expiredBefore < 0;
        first = idle.peekFirst()) {
      idle.pollFirst();
      first.close();
    }
  }

  /// Whether any connection idles.
  boolean hasIdle() {
    return !idle.isEmpty();
  }

  /// The replica gets no more requests: idle connections close now, the others after their answer.
  void retire() {
    retired = true;
    for (var first = idle.pollFirst(); first != null; first = idle.pollFirst()) {
      first.close();
    }
  }
}
