package dev.slipway.app.tls;

import dev.slipway.api.ManagementApi;
import dev.slipway.gateway.Gateway;
import dev.slipway.gateway.GatewayTls;
import io.vertx.core.Vertx;
import io.vertx.core.net.ServerSSLOptions;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The certificate of both ports, or none.
public final class Encryption {
  private final @Nullable TlsFiles files;
  private final Vertx vertx;
  private final InstantSource time;
  private final TlsFiles.@Nullable Content content;
  private final TlsFiles.@Nullable Pair pair;

  private Encryption(@Nullable TlsFiles files, Vertx vertx, InstantSource time) {
    this.files = files;
    this.vertx = vertx;
    this.time = time;
    this.content = files == null ? null : files.read();
    this.pair = files == null || content == null ? null : files.checked(content, vertx);
  }

  /// @param files null: no encryption
  /// @throws TlsFailure they cannot be used
  public static Encryption of(@Nullable TlsFiles files, Vertx vertx, InstantSource time) {
    return new Encryption(files, vertx, time);
  }

  public String scheme() {
    return pair == null ? "http" : "https";
  }

  @Nullable
  public ServerSSLOptions ofApi() {
    return pair == null ? null : pair.options();
  }

  @Nullable
  public GatewayTls ofGateway() {
    return pair == null ? null : forGateway(pair);
  }

  /// Follows the files until it is closed.
  public AutoCloseable watch(ManagementApi api, Gateway gateway) {
    if (files == null || content == null || pair == null) {
      return () -> {};
    }
    TlsWatch.warnWhereInvalid(files, pair, time);
    return new TlsWatch(
            files,
            content,
            vertx,
            fresh -> {
              TlsWatch.warnWhereInvalid(files, fresh, time);
              gateway.renew(forGateway(fresh));
              api.renew(fresh.options());
            })
        .start();
  }

  private static GatewayTls forGateway(TlsFiles.Pair pair) {
    return new GatewayTls(pair.options(), pair.leaf());
  }
}
