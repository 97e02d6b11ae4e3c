package dev.slipway.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/// A server inside this process.
public interface LocalServer extends AutoCloseable {
  /// The management API, for example `http://127.0.0.1:8000`.
  URI management();

  /// Where models answer, for example `http://127.0.0.1:9090`.
  URI inference();

  String apiKey();

  /// Ends the server and every replica of it. Closing it again does nothing.
  @Override
  void close();

  /// Starts servers.
  @FunctionalInterface
  interface Starter {
    /// Starts one on its default ports, or on free ones where these are taken.
    ///
    /// @param data its data directory, which is there
    /// @return ready to answer
    /// @throws IOException it did not start; the message says why and what to do
    LocalServer start(Path data) throws IOException;
  }
}
