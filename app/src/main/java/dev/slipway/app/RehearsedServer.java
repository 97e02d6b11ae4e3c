package dev.slipway.app;

import dev.slipway.cli.LocalServer;
import java.net.URI;

/// A server as users start it: with its rehearsal in the background.
final class RehearsedServer implements LocalServer {
  private final Server server;
  private final Rehearsal rehearsal;

  private RehearsedServer(Server server, Rehearsal rehearsal) {
    this.server = server;
    this.rehearsal = rehearsal;
  }

  /// Starts a server, and behind it a rehearsal of so many cancels.
  ///
  /// @throws StartFailure with what is wrong and what to do
  static RehearsedServer start(ServerSettings options, int cancels) {
    var server = Server.start(options);
    var directory = options.data().resolve(Rehearsal.DIRECTORY);
    return new RehearsedServer(server, Rehearsal.start(directory, cancels, server.vertx()));
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
    rehearsal.close();
    server.close();
  }
}
