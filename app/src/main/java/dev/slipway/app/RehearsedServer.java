package dev.slipway.app;

import dev.slipway.cli.LocalServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.slf4j.helpers.NOPLogger;

/// A server as users start it, with its warm-up in the background.
final class RehearsedServer implements LocalServer {
  private final Server server;
  private final Rehearsal warmUp;

  private RehearsedServer(Server server, Rehearsal warmUp) {
    this.server = server;
    this.warmUp = warmUp;
  }

  /// Starts a server, and behind it a warm-up of `cancels` cancels.
  ///
  /// @throws StartFailure with what is wrong and what to do
  static RehearsedServer start(ServerSettings settings, int cancels) {
    var server = Server.start(settings);
    var directory = settings.data().resolve(Rehearsal.DIRECTORY);
    var warmUp = Rehearsal.start(directory, cancels, data -> startSecond(data, server.vertx()));
    return new RehearsedServer(server, warmUp);
  }

  /// Starts the server of a warm-up: on the event loops of the real one, without processes, and
  /// without a line in the log.
  static LocalServer startSecond(Path data, Vertx vertx) throws IOException {
    var settings = ServerSettings.at(data, ServerSettings.Address.free());
    var parts =
        new Outfit(
            vertx,
            _ -> new EmptyStage(InstantSource.system()),
            UnaryOperator.identity(),
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
