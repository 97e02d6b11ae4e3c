package dev.slipway.runtime.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// TCP ports of this machine.
public final class Ports {
  private static final int CONNECT_MILLIS = 500;

  /// How often a port that was just given to another replica is drawn again.
  private static final int DRAWS = 64;

  private final String host;
  private final Set<Integer> given = ConcurrentHashMap.newKeySet();

  public Ports(String host) {
    this.host = host;
  }

  /// A port that nothing listens on and that no other replica was given.
  int draw() throws IOException {
    for (var i = 0; i < DRAWS; i++) {
      try (var socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
        if (given.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      }
    }
    throw new IOException("no free port was found in " + DRAWS + " draws");
  }

  void keep(int port) {
    given.add(port);
  }

  void giveBack(int port) {
    given.remove(port);
  }

  /// Whether nothing listens on a port, on any address.
  static boolean free(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  boolean accepts(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
