package dev.slipway.cli.client;

import dev.slipway.cli.host.Host;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that name the server of a command, and the key for it.
public final class ConnectionOptions {
  static final String DEFAULT_SERVER = "http://127.0.0.1:8000";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The management API. Default: SLIPWAY_URL, or http://127.0.0.1:8000.")
  private @Nullable String server;

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      description = {
        "Default: SLIPWAY_API_KEY, or BASETEN_API_KEY, or for a server on this machine the file"
            + " api-key in its data directory. Prefer these: other users of this machine may see"
            + " what is given on a command line."
      })
  private @Nullable String apiKey;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The server's data directory, for its key. Default: SLIPWAY_DATA, or .slipway.")
  private @Nullable Path data;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description =
          "PEM: trust this certificate, or what it has signed, and nothing else."
              + " Default: SLIPWAY_CACERT, or the authorities that Java knows.")
  private @Nullable Path cacert;

  public Trust trust(Host host) {
    String fromEnvironment = host.variable("SLIPWAY_CACERT");
    if (cacert != null) {
      return Trust.in("--cacert", cacert);
    }
    return fromEnvironment == null
        ? Trust.DEFAULT
        : Trust.in("SLIPWAY_CACERT", Path.of(fromEnvironment));
  }

  /// Opens calls to the server that these options name.
  public Api api(Host host) {
    return new Api(server(host), apiKey(host), host.timing().nanoTime(), trust(host));
  }

  public URI server(Host host) {
    String fromEnvironment = host.variable("SLIPWAY_URL");
    if (server == null && fromEnvironment != null) {
      return Urls.base("SLIPWAY_URL", fromEnvironment);
    }
    return Urls.base("--server", server == null ? DEFAULT_SERVER : server);
  }

  public String apiKey(Host host) {
    return new KeySource(host).find(apiKey, server(host), data);
  }
}
