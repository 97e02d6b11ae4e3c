package dev.slipway.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.slipway.engine.port.routes.RouteTable.Endpoint;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A model that writes exactly the bytes that the test tells it, right or wrong.
final class WireModel implements AutoCloseable {
  private final ServerSocket server;
  private final Answering answering;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  final AtomicInteger connections = new AtomicInteger();
  final AtomicInteger requests = new AtomicInteger();

  /// A request as the model reads it.
  ///
  /// @param nth of its connection, from 1
  record Received(String method, String target, String head, String body, int nth) {}

  /// Writes the answer.
  interface Answering {
    /// @return whether the connection goes on
    boolean answer(Received request, Line line) throws IOException, InterruptedException;
  }

  /// The model's end of a connection.
  record Line(OutputStream out) {
    /// Sends `text`, in which each line end stands for CR LF.
    Line send(String text) throws IOException {
      return sendRaw(text.replace("\n", "\r\n"));
    }

    Line sendRaw(String text) throws IOException {
      out.write(text.getBytes(ISO_8859_1));
      out.flush();
      return this;
    }
  }

  WireModel(Answering answering) {
    this.answering = answering;
    try {
      server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var _ = Thread.ofVirtual().start(this::accept);
  }

  Endpoint endpoint(String id) {
    return new Endpoint(id, "127.0.0.1", server.getLocalPort());
  }

  private void accept() {
    while (true) {
      try {
        var socket = server.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        connections.incrementAndGet();
        var _ = Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        return; // Closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      var line = new Line(socket.getOutputStream());
      for (int nth = 1; ; nth++) {
        var request = read(in, nth);
        if (request == null) {
          return;
        }
        requests.incrementAndGet();
        if (!answering.answer(request, line)) {
          return;
        }
      }
    } catch (IOException | InterruptedException _) {
      // The gateway closed it.
    } finally {
      open.remove(socket);
    }
  }

  private static @Nullable Received read(InputStream in, int nth) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      head.append((char) b);
    }
    var text = head.toString();
    int at = text.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length: ");
    int length =
        at < 0 ? 0 : Integer.parseInt(text.substring(at + 18, text.indexOf("\r\n", at + 18)));
    var body = new String(in.readNBytes(length), ISO_8859_1);
    var words = text.split(" ", 3);
    return new Received(words[0], words[1], text, body, nth);
  }

  /// Ends all connections at once, as a worker that is recycled.
  void hangUp() {
    for (var socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hangUp();
  }
}
