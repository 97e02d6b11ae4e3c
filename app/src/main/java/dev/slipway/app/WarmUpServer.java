package dev.slipway.app;

import dev.slipway.app.warmup.InstantRuntime;
import dev.slipway.app.warmup.WarmUp;
import dev.slipway.cli.demo.LocalServer;
import dev.slipway.engine.port.disk.Disk;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.slf4j.helpers.NOPLogger;

/// A server as users start it, with its warm-up in the background.
final class WarmUpServer implements LocalServer {
  private final Server server;
  private final WarmUp warmUp;

  private WarmUpServer(Server server, WarmUp warmUp) {
    this.server = server;
    this.warmUp = warmUp;
  }

  /// Starts a server, and behind it a warm-up of `cancels` cancels.
  ///
  /// @throws StartFailure with what is wrong and what to do
  static WarmUpServer start(ServerSettings settings, int cancels) {
    var server = Server.start(settings);
    var directory = settings.data().resolve(WarmUp.DIRECTORY);
    var warmUp =
        new WarmUp(
            directory,
            cancels,
            WarmUp.DELAY,
            server.disk(),
            data -> startSecond(data, server.vertx()));
    return new WarmUpServer(server, warmUp.start());
  }

  /// Starts the server of a warm-up: on the event loops of the real one, without processes, and
  /// without a line in the log.
  static LocalServer startSecond(Path data, Vertx vertx) throws IOException {
    var settings = ServerSettings.at(data, ServerSettings.Address.free());
    var parts =
        new ServerParts(
            vertx,
            _ -> new InstantRuntime(InstantSource.system()),
            UnaryOperator.identity(),
            _ -> Disk.UNWATCHED,
            NOPLogger.NOP_LOGGER);
    try {
      return Server.start(settings, parts);
    } catch (StartFailure e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public URI management() {
    return server.management();
  }

  @Override
  public URI inference() {
    return server.inference();
  }

  @Override
  public String apiKey() {
    return server.apiKey();
  }

  @Override
  public void close() {
    warmUp.close();
    server.close();
  }
}
