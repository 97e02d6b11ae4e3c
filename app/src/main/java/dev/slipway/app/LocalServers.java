package dev.slipway.app;

import dev.slipway.app.ServerSettings.Address;
import dev.slipway.app.warmup.WarmUp;
import dev.slipway.cli.demo.LocalServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/// Starts servers for the demo: on the default ports, or on free ones if those are taken.
final class LocalServers implements LocalServer.Starter {
  @Override
  public LocalServer start(Path data) throws IOException {
    boolean free = free(ServerSettings.MANAGEMENT_PORT) && free(ServerSettings.INFERENCE_PORT);
    var address = free ? Address.standard() : Address.free();
    try {
      return WarmUpServer.start(ServerSettings.at(data, address), WarmUp.DEFAULT);
    } catch (StartFailure e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static boolean free(int port) throws IOException {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (BindException _) {
      return false;
    }
  }
}
